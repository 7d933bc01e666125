using System.Globalization;
using System.Security.Cryptography;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Ring;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Gateway;
using LowLatencyMM.Host.Ingress;
using LowLatencyMM.Host.WarmUp;
using LowLatencyMM.Signing;
using LowLatencyMM.Simulator.Matching;
using LowLatencyMM.Simulator.Recording;
using OrderTerms = LowLatencyMM.Gateway.OrderTerms;
using Side = LowLatencyMM.Core.Events.Side;

namespace LowLatencyMM.Bench.Ladder;

/// <summary>
/// The engine's core, gateway and ladder against the built-in exchange's matching, both on one simulated clock: what was planned, signed in time
/// and used follows from the recording and the options alone. Neither sockets nor threads.
/// </summary>
internal sealed class LadderSimulation : IDisposable
{
    private const long StartMs = 1_790_000_000_000;
    private const long NsPerMs = 1_000_000;
    private const long TimerNs = 50 * NsPerMs;
    private const long Nonces = 1_000_000;
    private const string Key = "0x1";
    private const uint Vault = 1;

    private readonly LadderOptions _options;
    private readonly RingBuffer<Event> _ring = new(MarketDataSink.RingSize, MarketDataSink.RingReserve, new BusySpinWaitStrategy());
    private readonly Sequence _consumed = new();
    private readonly ChainClock _clock = new() { NowNs = StartMs * NsPerMs };
    private readonly SimulatedTime _engineTime = new();
    private readonly Schedule _schedule;
    private readonly ExchangeEvents _events;
    private readonly Exchange _exchange;
    private readonly TradingCore _core;
    private readonly StarkPrivateKey _key;
    private readonly StarkSigner _signer;
    private readonly SigningAhead _ahead;
    private readonly SimulatedSigner _signing;
    private readonly OrderGateway<LadderSink> _gateway;
    private readonly SecretText _apiKey = new("none");
    private readonly PlanCopy[] _plans;
    private readonly LadderTally[] _tallies;
    private readonly QuoteDecisionPayload[] _quotes;
    private readonly IncrementalHash _requests = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private DecisionBatch _decisions;
    private long _planVersions;
    private long _countedHits;
    private long _countedNotReady;
    private long _countedAgeNs;
    private long _noncesUsed;
    private int _lookedAt;

    public LadderSimulation(IReadOnlyList<(MarketRules Rules, MarketRecording Recording)> markets, LadderOptions options)
    {
        _options = options;
        _ring.AddGatingSequence(_consumed);
        _schedule = new Schedule(_clock);
        _events = new ExchangeEvents(_ring, _clock, _schedule, options.RoundTripNs / 2);
        _exchange = new Exchange(markets, new ExchangeSettings { InitialBalance = 1_000_000 }, StartMs, _events);
        EngineSettings settings = LadderPreset.Settings([.. markets.Select(market => market.Rules)], options);
        _core = new TradingCore(settings);
        if (!StarkPrivateKey.TryParseHex(Key, out StarkPrivateKey? key))
            throw new InvalidOperationException("The simulation's fixed key is no private key.");
        _key = key;
        _signer = new StarkSigner(key, SigningDomain.Testnet, Vault);
        var signerTime = new SimulatedTime();
        _signing = new SimulatedSigner(signerTime, options.SignNs, options.WakeNs, options.StallSeed is int seed ? new Random(seed) : null);
        _ahead = new SigningAhead(_engineTime,
            [.. settings.MarketRules.Select((market, number) => new SigningLadder(
                new OrderTerms(market, Vault, (ushort)number), new StarkSigner(key, SigningDomain.Testnet, Vault), (ushort)number, signerTime))]);
        _gateway = new OrderGateway<LadderSink>(
            new LadderSink(_clock, OnRequest), _ring, settings.MarketRules, _signer, Vault,
            new HttpTarget { Host = "localhost", BasePath = "/api/v1", UserAgent = "llmm-bench" }, _apiKey,
            options.SignsAhead ? _ahead : null);
        _plans = [.. markets.Select(_ => new PlanCopy())];
        _tallies = [.. markets.Select(_ => new LadderTally())];
        _quotes = new QuoteDecisionPayload[markets.Count];
    }

    /// <summary>What became of each market's orders.</summary>
    public IReadOnlyList<LadderTally> Tallies => _tallies;

    /// <summary>Signatures made ahead for a market.</summary>
    public long SignaturesOf(int market) => _ahead.Of(market).Signatures;

    /// <summary>A digest of every byte that was sent so far.</summary>
    public string RequestDigest() => Convert.ToHexStringLower(_requests.GetCurrentHash());

    /// <summary>The bundled minute of one market.</summary>
    public static LadderSimulation OfBundledMinute(LadderOptions options) => new(Bundled(), options);

    /// <summary>The bundled minute, on its own grid.</summary>
    public static IReadOnlyList<(MarketRules Rules, MarketRecording Recording)> Bundled()
    {
        var rules = new MarketRules("BTC-USD", "0.1", "0.001");
        return [(rules, RecordingReader.ReadBundled(rules.Name, rules.Prices, rules.Sizes))];
    }

    /// <summary>Plays for a time.</summary>
    public void Run(long lengthNs)
    {
        long startNs = _clock.NowNs;
        _events.Begin(_exchange, Nonces);
        Consume();
        long timerNs = startNs + TimerNs;
        while (true)
        {
            long exchangeNs = startNs + _exchange.NextTime;
            long nextNs = Math.Min(Math.Min(exchangeNs, _schedule.NextNs), timerNs);
            if (nextNs - startNs > lengthNs)
                return;
            _clock.NowNs = nextNs;
            if (nextNs == exchangeNs)
            {
                _exchange.Advance(nextNs - startNs);
            }
            else if (nextNs == _schedule.NextNs)
            {
                _schedule.RunNext();
            }
            else
            {
                _events.Tick();
                timerNs += TimerNs;
            }
            Consume();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _requests.Dispose();
        _gateway.Dispose();
        _ahead.Dispose();
        _signer.Dispose();
        _key.Dispose();
        _apiKey.Dispose();
        _ring.Dispose();
    }

    private void Consume()
    {
        _engineTime.NowNs = _clock.NowNs;
        _signing.RunTo(_ahead, _clock.NowNs);
        for (long next = _consumed.Value + 1; next <= _ring.Cursor; next++)
        {
            for (int market = 0; market < _plans.Length; market++)
                _plans[market].Take(_core.Plan(market));
            _core.OnEvent(in _ring[next], next, ref _decisions);
            NoteQuotes();
            if (_decisions.Count > 0)
                Send();
            OfferPlans();
            _consumed.SetValue(next);
        }
    }

    private void NoteQuotes()
    {
        for (int i = 0; i < _decisions.Count; i++)
        {
            if (_decisions[i].Kind == EventKind.QuoteDecision)
                _quotes[_decisions[i].Market] = _decisions[i].QuoteDecision;
        }
    }

    private long WantedTicks(in Event decision)
    {
        ref QuoteDecisionPayload quote = ref _quotes[decision.Market];
        return decision.OrderSent.Side == Side.Buy ? quote.BidTicks : quote.AskTicks;
    }

    private void OfferPlans()
    {
        _ahead.Offer(_core);
        long versions = 0;
        for (int market = 0; market < _plans.Length; market++)
            versions += _core.Plan(market).Version;
        if (versions != _planVersions)
            _signing.Wake(_clock.NowNs);
        _planVersions = versions;
    }

    private void Send()
    {
        _lookedAt = 0;
        _gateway.Process(ref _decisions);
        for (int i = 0; i < _decisions.Count; i++)
        {
            ref Event decision = ref _decisions[i];
            if (decision.Kind != EventKind.OrderSent || decision.OrderSent.Outcome != SendOutcome.Sent)
                continue;
            ushort market = decision.Market;
            OrderSentPayload sent = decision.OrderSent;
            if (sent.Nonce != 0 && ++_noncesUsed % (Nonces / 2) == 0)
                _events.AddNonces(Nonces / 2);
            _schedule.After(_options.RoundTripNs / 2, () => Arrive(market, sent));
        }
    }

    /// <summary>An order has just been encoded: the gateway's counters tell what the ladder had for it.</summary>
    private void OnRequest(ReadOnlySpan<byte> request, RequestKind kind)
    {
        _requests.AppendData(request);
        if (kind is not (RequestKind.Create or RequestKind.Replace))
            return;
        while (_decisions[_lookedAt].Kind != EventKind.OrderSent
            || _decisions[_lookedAt].OrderSent.Request is not (RequestKind.Create or RequestKind.Replace))
        {
            _lookedAt++;
        }
        ref Event decision = ref _decisions[_lookedAt++];
        LadderTally tally = _tallies[decision.Market];
        SignedAhead counted = _gateway.Ahead;
        if (counted.Ready > _countedHits)
            tally.Hit(kind, (counted.TotalAgeTicks - _countedAgeNs) / (double)NsPerMs, Math.Abs(decision.OrderSent.PriceTicks - WantedTicks(decision)));
        else if (counted.NotReady > _countedNotReady)
            tally.Miss(kind, LadderMiss.NotReady, 0);
        else
            tally.Miss(kind, _plans[decision.Market].WhyNot(decision.OrderSent, out long ticksAway), ticksAway);
        _countedHits = counted.Ready;
        _countedNotReady = counted.NotReady;
        _countedAgeNs = counted.TotalAgeTicks;
    }

    private void Arrive(ushort market, OrderSentPayload sent)
    {
        long time = _clock.NowNs - StartMs * NsPerMs;
        long orderId = 0;
        RequestError? error;
        if (sent.Request == RequestKind.Cancel)
        {
            error = _exchange.Cancel(time, Text(sent.OwnId));
        }
        else
        {
            OrderAnswer answer = _exchange.Place(time, Request(_exchange.Markets[market].Rules, sent));
            (orderId, error) = (answer.Id, answer.Error);
        }
        _schedule.After(_options.RoundTripNs - _options.RoundTripNs / 2, () => _events.Answer(market, sent, orderId, error));
    }

    private static OrderRequest Request(MarketRules rules, in OrderSentPayload sent) => new()
    {
        ExternalId = Text(sent.OwnId),
        Market = rules.Name,
        Type = "LIMIT",
        Side = sent.Side == Side.Buy ? "BUY" : "SELL",
        Qty = rules.Sizes.ToDecimal(sent.QuantitySteps).ToString(CultureInfo.InvariantCulture),
        Price = rules.Prices.ToDecimal(sent.PriceTicks).ToString(CultureInfo.InvariantCulture),
        TimeInForce = "GTT",
        ExpiryMs = sent.ExpiryMs,
        Fee = rules.MakerFeeRate.ToString(CultureInfo.InvariantCulture),
        Nonce = Text(sent.Nonce),
        SelfTradeProtection = "ACCOUNT",
        PostOnly = true,
        CancelId = sent.CancelOwnId == 0 ? null : Text(sent.CancelOwnId),
        Signature = SignatureVerdict.Valid,
    };

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
