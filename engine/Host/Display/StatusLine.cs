using System.Globalization;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;

namespace LowLatencyMM.Host.Display;

/// <summary>The engine's state as text: numbers on the market's grid, and why it is not quoting when it is not.</summary>
public sealed class StatusLine(MarketSettings market)
{
    private readonly GridText _price = new(market.Tick);
    private readonly GridText _size = new(market.Step);

    /// <summary>A price in ticks; a dash for none.</summary>
    public string Price(long ticks) => ticks == 0 ? "-" : _price.Format(ticks);

    /// <summary>A size in steps.</summary>
    public string Size(long steps) => _size.Format(steps);

    /// <summary>An amount in 1e-6 of the collateral, with its sign and two decimals.</summary>
    public static string Signed(long micro) => (micro / 1e6m).ToString("+0.00;-0.00;+0.00", CultureInfo.InvariantCulture);

    /// <summary>Nanoseconds as microseconds with one decimal.</summary>
    public static string Micros(long nanoseconds) => (nanoseconds / 1e3).ToString("0.0", CultureInfo.InvariantCulture);

    /// <summary>What one of our quotes is: price, size and state.</summary>
    public string Quote(in SideStatus side) => side.PriceTicks == 0
        ? side.State.ToString()
        : $"{Size(side.RemainingSteps)} @ {Price(side.PriceTicks)} {side.State}";

    /// <summary>What fills were worth, how many made the market, and how long it was quoted.</summary>
    public static string Fills(in CoreStatus core) => string.Create(CultureInfo.InvariantCulture,
        $"{core.Fills}, spread captured {Signed(core.SpreadMicro)}, after 1, 5, 30, 60 s {Signed(core.MarkoutMicro[0])}, {Signed(core.MarkoutMicro[1])}, {Signed(core.MarkoutMicro[2])}, {Signed(core.MarkoutMicro[3])}; maker {Share(core.MakerVolumeMicro, core.TradedVolumeMicro)}, quoted {Share(core.QuotedNs, core.AllowedNs)} of the time");

    /// <summary>The market's name, where there are several.</summary>
    private string Prefix(EngineSession session) => session.Settings.OtherMarkets.Count > 0 ? $"{market.Name} " : "";

    private static string Share(long part, long whole) =>
        whole == 0 ? "-" : ((decimal)part / whole).ToString("0.0%", CultureInfo.InvariantCulture);

    /// <summary>One line for a second.</summary>
    public string Line(EngineSession session, int number = 0)
    {
        CoreStatus core = session.StatusOf(number).Core;
        DateTimeOffset now = DateTimeOffset.FromUnixTimeMilliseconds(core.NowNs / 1_000_000);
        return string.Create(CultureInfo.InvariantCulture,
            $"{now:HH:mm:ss} {Prefix(session)}{core.Reason} | book {Price(core.Touch.BidTicks)} / {Price(core.Touch.AskTicks)} | bid {Quote(in core.Bid)}, ask {Quote(in core.Ask)} | pos {Size(core.PositionSteps)} | PnL {Signed(core.PnlMicro)} | sent {core.Creates} replaced {core.Replaces} cancelled {core.Cancels} rejected {core.Rejects} fills {core.Fills} | tick-to-order p50 {Micros(session.Gauges.TickToOrder.Percentile(0.5))} us");
    }
}
