using System.Text.Json;
using System.Text.Unicode;
using LowLatencyMM.Feed.Frames;
using LowLatencyMM.Feed.Numbers;

namespace LowLatencyMM.Feed.Parsing;

/// <summary>
/// The general parser's common part: the envelope <c>{"type", "data", "error", "ts", "seq"}</c> in any member order, and scalars. Unknown
/// members are skipped and counted.
/// </summary>
/// <remarks>Allocates nothing for a valid frame. A malformed one costs an exception inside, which never leaves <see cref="Parse"/>.</remarks>
internal abstract class FrameParser(IReadOnlyList<FeedMarket> markets)
{
    private const int MaxText = 512;

    private Reading? _envelope;
    private readonly byte[] _unescaped = new byte[MaxText];

    public FeedCounters Counters { get; } = new();

    /// <summary>The frame's <c>seq</c>, or 0 as long as it has not been read.</summary>
    public long Seq { get; protected set; }

    /// <summary>The frame's <c>ts</c>, or 0.</summary>
    public long ExchangeMs { get; protected set; }

    /// <summary>Why the frame is refused.</summary>
    public RejectionReason Reason { get; private set; }

    /// <summary>Byte offset at which that was noticed.</summary>
    public int ErrorOffset { get; private set; }

    /// <summary>The markets asked for.</summary>
    protected MarketNames Names { get; } = new(markets);

    /// <summary>Room for the end of a frame that a <see cref="FrameCursor"/> walks over.</summary>
    protected byte[] Tail { get; } = new byte[FrameCursor.TailLength];

    /// <summary>Parses one whole frame of a stream into the scratch.</summary>
    public ParseOutcome Parse(ReadOnlySpan<byte> frame)
    {
        Reset();
        if (TryParseFast(frame))
        {
            Counters.FastFrames++;
            return ParseOutcome.Frame;
        }
        return ParseGeneral(frame);
    }

    /// <summary>Reads a frame for nothing but to have what <see cref="Parse"/> needs in the caches. What was parsed last is lost.</summary>
    public long Touch(ReadOnlySpan<byte> frame)
    {
        Reset();
        return TryParseFast(frame) ? Seq + Counters.FastFrames : 0;
    }

    /// <summary>As <see cref="Parse"/>, without the cursor that knows the usual shapes.</summary>
    public ParseOutcome ParseGeneral(ReadOnlySpan<byte> frame)
    {
        Reset();
        return Guarded(frame, _envelope ??= ParseEnvelope);
    }

    protected delegate ParseOutcome Reading(ref Utf8JsonReader reader);

    /// <summary>Runs <paramref name="read"/> over <paramref name="json"/> and turns what the JSON reader throws into a reason.</summary>
    protected ParseOutcome Guarded(ReadOnlySpan<byte> json, Reading read)
    {
        Counters.GeneralFrames++;
        if (!Utf8.IsValid(json))
        {
            // The JSON reader does not look at the bytes of a text.
            Counters.Rejected++;
            return FailAt(0, RejectionReason.MalformedJson);
        }
        var reader = new Utf8JsonReader(json);
        ParseOutcome outcome;
        try
        {
            outcome = read(ref reader);
        }
        catch (JsonException)
        {
            outcome = Fail(in reader, RejectionReason.MalformedJson);
            ErrorOffset = (int)reader.BytesConsumed;
        }
        catch (InvalidOperationException)
        {
            // Text with an escape that stands for no character.
            outcome = Fail(in reader, RejectionReason.MalformedJson);
        }
        if (outcome == ParseOutcome.Rejected)
            Counters.Rejected++;
        return outcome;
    }

    /// <summary>The shape-aware attempt; false (with any state) sends the frame to the general parser.</summary>
    protected virtual bool TryParseFast(ReadOnlySpan<byte> frame) => false;

    /// <summary>Clears the result before a frame.</summary>
    protected virtual void Reset()
    {
        Seq = 0;
        ExchangeMs = 0;
        Reason = RejectionReason.None;
        ErrorOffset = 0;
    }

    /// <summary>Reads the envelope's <c>data</c>, the reader standing on its first token. The type is without a v2 scope prefix.</summary>
    protected abstract ParseOutcome ReadData(ref Utf8JsonReader reader, scoped ReadOnlySpan<byte> type);

    private ParseOutcome ParseEnvelope(ref Utf8JsonReader reader)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return Fail(in reader, RejectionReason.WrongType);
        Utf8JsonReader data = default;
        bool hasData = false, hasSeq = false, hasError = false;
        int errorOffset = 0;
        Span<byte> type = stackalloc byte[64];
        int typeLength = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                data = reader;
                hasData = reader.TokenType != JsonTokenType.Null;
                reader.Skip();
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                reader.Read();
                if (!TryInteger(ref reader, out long ts))
                    return ParseOutcome.Rejected;
                ExchangeMs = ts;
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                if (!TryInteger(ref reader, out long seq))
                    return ParseOutcome.Rejected;
                hasSeq = reader.TokenType != JsonTokenType.Null;
                Seq = seq;
            }
            else if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                if (!TryText(ref reader, out ReadOnlySpan<byte> text))
                    return ParseOutcome.Rejected;
                text = text[(text.LastIndexOf((byte)'.') + 1)..];
                typeLength = Math.Min(text.Length, type.Length);
                text[..typeLength].CopyTo(type);
            }
            else if (reader.ValueTextEquals("error"u8))
            {
                reader.Read();
                hasError = reader.TokenType != JsonTokenType.Null;
                errorOffset = (int)reader.TokenStartIndex;
                reader.Skip();
            }
            else
            {
                SkipMember(ref reader, known: reader.ValueTextEquals("subscription"u8));
            }
        }
        if (reader.Read())
            return Fail(in reader, RejectionReason.MalformedJson);
        if (hasError)
            return FailAt(errorOffset, RejectionReason.ServerError);
        if (!hasSeq)
            return Fail(in reader, RejectionReason.MissingMember);
        if (hasData)
            return ReadData(ref data, type[..typeLength]);
        if (typeLength != 0 && !IsKnownType(type[..typeLength]))
            return SkipUnknownType();
        return Fail(in reader, RejectionReason.MissingMember);
    }

    /// <summary>Whether frames of this type must have data.</summary>
    protected abstract bool IsKnownType(scoped ReadOnlySpan<byte> type);

    protected ParseOutcome SkipUnknownType()
    {
        Counters.UnknownTypes++;
        return ParseOutcome.Skipped;
    }

    protected ParseOutcome SkipForeignMarket()
    {
        Counters.ForeignMarkets++;
        return ParseOutcome.Skipped;
    }

    protected ParseOutcome Fail(in Utf8JsonReader reader, RejectionReason reason) => FailAt((int)reader.TokenStartIndex, reason);

    protected ParseOutcome FailAt(int offset, RejectionReason reason)
    {
        Reason = reason;
        ErrorOffset = offset;
        return ParseOutcome.Rejected;
    }

    protected bool Refuse(in Utf8JsonReader reader, RejectionReason reason)
    {
        Fail(in reader, reason);
        return false;
    }

    /// <summary>Takes back a refusal that the caller has an answer to.</summary>
    protected bool Forgive()
    {
        Reason = RejectionReason.None;
        ErrorOffset = 0;
        return true;
    }

    protected void SkipMember(ref Utf8JsonReader reader, bool known)
    {
        if (!known)
            Counters.UnknownMembers++;
        reader.Read();
        reader.Skip();
    }

    /// <summary>
    /// Looks for the market that the object names in <paramref name="member"/>; the reader (a copy of the caller's) stands on its start.
    /// False: refused. True with null: a foreign market.
    /// </summary>
    protected bool TryFindMarket(Utf8JsonReader reader, ReadOnlySpan<byte> member, out FeedMarket? market)
    {
        market = null;
        bool found = false;
        if (reader.TokenType != JsonTokenType.StartObject)
            return Refuse(in reader, RejectionReason.WrongType);
        int start = (int)reader.TokenStartIndex;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isMember = reader.ValueTextEquals(member);
            reader.Read();
            if (isMember)
            {
                if (!TryText(ref reader, out ReadOnlySpan<byte> name))
                    return false;
                found = !name.IsEmpty;
                market = Names.Find(name);
            }
            else
            {
                reader.Skip();
            }
        }
        if (!found)
            FailAt(start, RejectionReason.MissingMember);
        return found;
    }

    /// <summary>An integer, as a JSON number or in a string; null gives 0.</summary>
    protected bool TryInteger(ref Utf8JsonReader reader, out long value)
    {
        value = 0;
        if (reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value))
            return true;
        return TryRounded(ref reader, scale: 0, exact: true, out value);
    }

    /// <summary>A decimal number on a grid, in a string or as a JSON number; null gives 0.</summary>
    protected bool TryUnits(ref Utf8JsonReader reader, in DecimalGrid grid, out long units)
    {
        units = 0;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        return TryNumberText(ref reader, out ReadOnlySpan<byte> text) && Check(in reader, grid.Read(text, out units));
    }

    /// <summary>A decimal number in 10^-scale, in a string or as a JSON number, rounded half away from zero unless exact; null gives 0.</summary>
    protected bool TryRounded(ref Utf8JsonReader reader, int scale, bool exact, out long value)
    {
        value = 0;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (!TryNumberText(ref reader, out ReadOnlySpan<byte> text))
            return false;
        DecimalError error = exact ? DecimalText.ReadExact(text, scale, out value) : DecimalText.ReadRounded(text, scale, out value);
        return Check(in reader, error);
    }

    /// <summary>Text; null gives none. The span is valid until the next text.</summary>
    protected bool TryText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType == JsonTokenType.Null)
            return true;
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(in reader, RejectionReason.WrongType);
        return TryUnescape(ref reader, out text);
    }

    private bool TryNumberText(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (reader.TokenType == JsonTokenType.Number)
        {
            text = reader.ValueSpan;
            return true;
        }
        if (reader.TokenType != JsonTokenType.String)
            return Refuse(in reader, RejectionReason.WrongType);
        return TryUnescape(ref reader, out text);
    }

    private bool TryUnescape(ref Utf8JsonReader reader, out ReadOnlySpan<byte> text)
    {
        text = reader.ValueSpan;
        if (text.Length > MaxText)
            return Refuse(in reader, RejectionReason.TextTooLong);
        if (reader.ValueIsEscaped)
            text = _unescaped.AsSpan(0, reader.CopyString(_unescaped));
        return true;
    }

    private bool Check(in Utf8JsonReader reader, DecimalError error) => error switch
    {
        DecimalError.None => true,
        DecimalError.OffGrid => Refuse(in reader, RejectionReason.OffGrid),
        DecimalError.Overflow => Refuse(in reader, RejectionReason.Overflow),
        _ => Refuse(in reader, RejectionReason.NotANumber),
    };
}
