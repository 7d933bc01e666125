using LowLatencyMM.Core.Settings;
using LowLatencyMM.Feed;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// A made-up market and an engine of its own, by the live one's compiled code, that replaces its orders in each round. One thread; a round allocates
/// nothing.
/// </summary>
internal sealed class RehearsalStage : IDisposable
{
    private const long NeverNs = 1_000_000_000_000_000_000;
    private const long RefreshNs = 10_000_000;
    private const long ToTimerNs = 300_000_000;
    private const long ToDeltaNs = 99_000_000;
    private const long ToFrameNs = 1_000_000;

    // A level a side is replaced 150 times a minute.
    private const int RequestsPerMinute = 1_000;

    // Code that has run so often is compiled well soon after.
    private const int FirstRounds = 100;

    // Small, so that it takes little of the caches; the opening book must fit.
    private const int RingSize = 256;
    private const int Depth = 50;
    private const int Behind = 10;
    private const int DeltaLevels = 3;
    private const long Steps = 1_000;

    private readonly InProcessChain _chain;
    private readonly FrameClock _clock = new();
    private readonly Frame[] _best;
    private readonly Frame[] _deltas;
    private Part _part;
    private int _turn;

    /// <summary>Opens the market, and plays the first rounds.</summary>
    /// <param name="live">The live engine's settings; the first market counts.</param>
    /// <param name="market">The first market as the parsers need it.</param>
    public RehearsalStage(EngineSettings live, FeedMarket market)
    {
        long bid = EngineWarmUp.BaseTicks(live);
        var text = new FrameText(live.Market);
        _best = [Best(text, bid), Best(text, bid + 1)];
        _deltas = [Delta(text, bid, Steps), Delta(text, bid, 2 * Steps)];
        _chain = new InProcessChain(Repricing(live), market, ringSize: RingSize, signs: false) { SignsAhead = true };
        _chain.Begin(_clock.NowNs);
        _chain.Read(StreamKind.MarkPrice, text.MarkPrice(bid, 0), _clock.NowNs);
        Give(new Frame(StreamKind.OrderBook, text.Book(true, bid, Depth, Steps, 0)));
        _chain.Answer();
        _chain.ConsumesLater = true;
        for (int i = 0; i < FirstRounds; i++)
            Play();
    }

    /// <summary>Orders that were made, finished and dropped.</summary>
    public long Requests => _chain.Requests;

    /// <summary>Those of them that were found signed.</summary>
    public long FoundSigned => _chain.Ahead.Ready;

    private enum Part
    {
        Timer,
        Delta,
        Best,
        Answers,
    }

    /// <summary>A round: the best prices move by a tick, and with them an order of each side that is quoted.</summary>
    public void Play()
    {
        while (!Step())
        {
        }
    }

    /// <summary>One step of a round: a frame is parsed, an event handled, or what was planned taken for signed. True if the round is over with it.</summary>
    public bool Step()
    {
        if (_chain.TryConsume())
            return false;
        switch (_part++)
        {
            case Part.Timer:
                _clock.Advance(ToTimerNs);
                _chain.Tick(_clock.NowNs);
                return false;
            case Part.Delta:
                _clock.Advance(ToDeltaNs);
                _turn ^= 1;
                Give(_deltas[_turn]);
                return false;
            case Part.Best:
                _clock.Advance(ToFrameNs);
                Give(_best[_turn]);
                return false;
            default:
                bool isOver = !_chain.AnswerNext();
                if (isOver)
                    _chain.SignAhead();
                _part = isOver ? Part.Timer : Part.Answers;
                return isOver;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _chain.Dispose();

    private static Frame Best(FrameText text, long bid) => new(StreamKind.BestBidAsk, text.BestBidAsk(bid, Steps, 0));

    private static Frame Delta(FrameText text, long bid, long steps) => new(StreamKind.OrderBook, text.Book(false, bid, DeltaLevels, steps, 0, Behind));

    /// <summary>What the live engine does, but at each tick and without a reason to stop.</summary>
    private static EngineSettings Repricing(EngineSettings live) => live with
    {
        OtherMarkets = [],
        Quoting = live.Quoting with
        {
            WarmupNs = 0,
            RepricingThresholdBps = 0,
            OrderRefreshNs = RefreshNs,
            ForceReplaceNs = NeverNs,
            DisagreementNs = NeverNs,
            TradedThroughNs = NeverNs,
            BookSilenceNs = NeverNs,
            MarkSilenceNs = NeverNs,
        },
        Risk = live.Risk with { MaxRequestsPerMinute = RequestsPerMinute * live.Orders.LevelsPerSide },
    };

    private void Give(Frame frame)
    {
        _clock.Stamp(frame);
        _chain.Receive(frame.Stream, frame.Whole, _clock.NowNs);
    }
}
