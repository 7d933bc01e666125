using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void Settings_come_back_bit_by_bit()
    {
        Gen<double> doubles =
            from high in Gen.Choose(int.MinValue, int.MaxValue)
            from low in Gen.Choose(int.MinValue, int.MaxValue)
            let value = BitConverter.Int64BitsToDouble((long)high << 32 | (uint)low)
            select double.IsFinite(value) ? value : 0.1;
        Gen<long> longs =
            from high in Gen.Choose(int.MinValue, int.MaxValue)
            from low in Gen.Choose(int.MinValue, int.MaxValue)
            select (long)high << 32 | (uint)low;
        var settings =
            from d in doubles.ListOf(7)
            from l in longs.ListOf(12)
            from scale in Gen.Choose(0, 12)
            from flag in Gen.Elements(true, false)
            select With(d, l, scale, flag);

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20_261_122, 19),
            Prop.ForAll(settings.ToArbitrary(), wanted =>
            {
                byte[] json = JsonSerializer.SerializeToUtf8Bytes(wanted, SettingsJson.Default.EngineSettings);

                EngineSettings read = SettingsText.Read(json)!;

                return read == wanted && BitConverter.DoubleToInt64Bits(read.Quoting.Gamma) == BitConverter.DoubleToInt64Bits(wanted.Quoting.Gamma);
            }));
    }

    [Fact]
    public void Every_setting_stands_in_the_text()
    {
        JsonElement json = JsonSerializer.SerializeToElement(Samples.Settings(), SettingsJson.Default.EngineSettings);

        Assert.Equal(Names(typeof(EngineSettings)), json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(Names(typeof(MarketSettings)), json.GetProperty("market").EnumerateObject().Select(p => p.Name));
        Assert.Equal(Names(typeof(QuotingSettings)), json.GetProperty("quoting").EnumerateObject().Select(p => p.Name));
        Assert.Equal(Names(typeof(RiskSettings)), json.GetProperty("risk").EnumerateObject().Select(p => p.Name));
        Assert.Equal(Names(typeof(OrderSettings)), json.GetProperty("orders").EnumerateObject().Select(p => p.Name));

        static IEnumerable<string> Names(Type type) =>
            type.GetProperties().Where(p => p.SetMethod is not null).Select(p => JsonNamingPolicy.CamelCase.ConvertName(p.Name));
    }

    [Fact]
    public void Settings_that_an_older_journal_does_not_have_take_their_defaults()
    {
        JsonObject json = JsonSerializer.SerializeToNode(Samples.Settings(), SettingsJson.Default.EngineSettings)!.AsObject();
        json.Remove("otherMarkets");
        json["orders"]!.AsObject().Remove("levelsPerSide");
        json["orders"]!.AsObject().Remove("mode");

        EngineSettings? read = SettingsText.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.Equal(Samples.Settings(), read);
        Assert.Equal((1, QuotingMode.TwoSided), (read?.Orders.LevelsPerSide, read?.Orders.Mode));
    }

    [Fact]
    public void A_setting_that_is_no_number_is_refused_before_a_file_is_made()
    {
        using var root = new TemporaryFolder();
        EngineSettings settings = Samples.Settings();
        settings = settings with { Quoting = settings.Quoting with { Gamma = double.NaN } };

        Assert.Throws<ArgumentException>(() => JournalWriter.Create(root.Path, Samples.Header() with { Settings = settings }));

        Assert.Empty(Directory.EnumerateFileSystemEntries(root.Path));
    }

    private static EngineSettings With(IReadOnlyList<double> d, IReadOnlyList<long> l, int scale, bool flag)
    {
        EngineSettings s = Samples.Settings();
        return s with
        {
            StateHashInterval = l[0],
            Market = s.Market with { Name = $"\"é{l[1]}\\", Tick = new Grid(l[2], scale), MakerFeePico = l[3], MinOrderSteps = l[4] },
            Quoting = s.Quoting with
            {
                NotionalMicro = l[5],
                Gamma = d[0],
                MinimumSpreadBps = d[1],
                HorizonSeconds = d[2],
                AddFee = flag,
                GapNs = l[6],
                SigmaMaxDaily = d[3],
                IntensitySmoothing = d[4],
                KappaFallbackBps = d[5],
            },
            Risk = s.Risk with { MaxPositionMicro = l[7], PriceCollarBps = d[6], CancelReservePercent = l[8] },
            Orders = s.Orders with { ExpirySeconds = l[9], UseAtomicReplace = !flag, RejectBackoffCapNs = l[10] },
        };
    }
}
