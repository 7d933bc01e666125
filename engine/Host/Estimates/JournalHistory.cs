using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.Estimates;

/// <summary>Market data out of journals. Own fills are left out; what a session itself was warmed up with is not taken again.</summary>
internal static class JournalHistory
{
    /// <summary>The data of one session.</summary>
    /// <param name="path">A session's folder, or a root whose newest session is taken.</param>
    /// <param name="market">The market; null for the session's first.</param>
    /// <exception cref="UserErrorException">The session has no such market.</exception>
    /// <exception cref="JournalException">There is no journal, or it is corrupt.</exception>
    public static MarketHistory Open(string path, string? market)
    {
        SessionHeader header;
        string folder;
        using (JournalReader journal = JournalReader.Open(path))
            (header, folder) = (journal.Header, journal.Folder);
        int number = market is null ? 0 : IndexOf(header.Settings, market);
        if (number < 0)
        {
            string markets = string.Join(", ", header.Settings.Markets.Select(each => each.Market.Name));
            throw new UserErrorException(ExitCode.Usage, $"{folder} has no market {market}; it has {markets}.");
        }
        MarketSettings rules = header.Settings.Markets[number].Market;
        return new MarketHistory(folder, rules.Name, rules.Tick, rules.Step, Read(folder, (ushort)number, 0)) { MakerFee = rules.MakerFeePico / 1e12 };
    }

    /// <summary>
    /// The data of all sessions in a root that made the market on the same grids, from a time on, one after the other. A session that is
    /// damaged, or of another version, is left out: it costs a warmer start, no more.
    /// </summary>
    /// <param name="root">The folder of sessions.</param>
    /// <param name="running">The session that is just beginning there, which is not read.</param>
    /// <param name="market">The market's rules.</param>
    /// <param name="fromNs">Events before are left out.</param>
    /// <param name="tell">Takes what goes wrong.</param>
    public static IEnumerable<Event> ReadAll(string root, string running, MarketSettings market, long fromNs, Action<string> tell)
    {
        foreach (string folder in Sessions(root).Where(folder => Path.GetFileName(folder) != Path.GetFileName(running)))
        {
            int number;
            try
            {
                using JournalReader journal = JournalReader.Open(folder);
                number = IndexOf(journal.Header.Settings, market.Name);
                if (number < 0 || journal.Header.Settings.Markets[number].Market is var rules && (rules.Tick != market.Tick || rules.Step != market.Step))
                    continue;
            }
            catch (Exception e) when (e is JournalException or IOException)
            {
                tell($"{folder} is no help for a warm start: {e.Message}");
                continue;
            }
            foreach (Event e in Sound(folder, (ushort)number, fromNs, tell))
                yield return e;
        }
    }

    private static string[] Sessions(string root) =>
        Directory.Exists(root) ? [.. Directory.EnumerateDirectories(root).Where(HasSegment).Order(StringComparer.Ordinal)] : [];

    private static bool HasSegment(string folder) =>
        !Path.GetFileName(folder).StartsWith('.') && Directory.EnumerateFiles(folder, "segment-*.msgpack").Any();

    private static int IndexOf(EngineSettings settings, string market)
    {
        for (int i = 0; i < settings.Markets.Count; i++)
        {
            if (settings.Markets[i].Market.Name == market)
                return i;
        }
        return -1;
    }

    /// <summary>Up to where the journal is whole.</summary>
    private static IEnumerable<Event> Sound(string folder, ushort number, long fromNs, Action<string> tell)
    {
        using IEnumerator<Event> events = Read(folder, number, fromNs).GetEnumerator();
        while (true)
        {
            try
            {
                if (!events.MoveNext())
                    yield break;
            }
            catch (Exception e) when (e is JournalException or IOException)
            {
                tell($"{folder} helps the warm start only so far: {e.Message}");
                yield break;
            }
            yield return events.Current;
        }
    }

    private static IEnumerable<Event> Read(string folder, ushort number, long fromNs)
    {
        HashSet<long> own = OwnTrades(folder, number);
        yield return Break(number);
        using JournalReader journal = JournalReader.Open(folder);
        while (journal.TryRead(out Event e, out _))
        {
            if (e.Market != number || (e.Flags & EventFlags.WarmUp) != 0 || e.ReceiveNs < fromNs)
                continue;
            if (e.Kind is EventKind.BookLevel or EventKind.BestBidAsk || IsBroken(e) || (e.Kind == EventKind.PublicTrade && !own.Contains(e.PublicTrade.TradeId)))
                yield return e;
        }
    }

    private static bool IsBroken(in Event e) => e is { Kind: EventKind.Connection, Stream: StreamId.OrderBook };

    /// <summary>Between two sessions the market was not watched.</summary>
    private static Event Break(ushort number)
    {
        var e = default(Event);
        e.Begin(EventKind.Connection, EventFlags.None, number, StreamId.OrderBook, 0);
        e.Connection.State = ConnectionState.Disconnected;
        return e;
    }

    private static HashSet<long> OwnTrades(string folder, ushort number)
    {
        var own = new HashSet<long>();
        using JournalReader journal = JournalReader.Open(folder);
        while (journal.TryRead(out Event e, out _))
        {
            if (e.Kind == EventKind.AccountTrade && e.Market == number)
                own.Add(e.AccountTrade.TradeId);
        }
        return own;
    }
}
