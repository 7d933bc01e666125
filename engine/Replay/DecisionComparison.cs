using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay;

/// <summary>Compares a recorded decision with the replayed one. Allocates only to report a difference.</summary>
internal static class DecisionComparison
{
    private const int OutcomeWord = 9;

    /// <summary>Whether the event is one that the core decided, and so must come up again in a replay.</summary>
    public static bool IsDecision(EventKind kind) =>
        kind is EventKind.QuoteDecision or EventKind.OrderSent or EventKind.RiskVerdict or EventKind.StateHash or EventKind.Alert or EventKind.StreamDistrusted or EventKind.Estimates;

    /// <summary>
    /// Whether both say the same: kind, flags, market, stream and every field of the decision. Left out is what only tells what became of
    /// it: receive time, and the outcome and send times of an <see cref="EventKind.OrderSent"/>.
    /// </summary>
    public static bool AreEqual(in Event recorded, in Event replayed)
    {
        if (FirstWord(recorded) != FirstWord(replayed) || recorded.ExchangeMs != replayed.ExchangeMs
            || recorded.StreamSeq != replayed.StreamSeq)
            return false;
        return Payload(recorded)[..ComparedWords(recorded.Kind)].SequenceEqual(Payload(replayed)[..ComparedWords(recorded.Kind)])
            || FirstDifferentField(recorded, replayed) < 0;
    }

    /// <summary>Describes the first difference of two events that are not equal.</summary>
    public static Divergence Describe(long sequence, in Event recorded, in Event replayed)
    {
        if (recorded.Kind != replayed.Kind)
            return new Divergence(sequence, recorded.Kind, "Kind", Summarize(recorded), Summarize(replayed));
        int index = FirstDifferentField(recorded, replayed);
        if (index < 0)
            return DescribeHead(sequence, recorded, replayed);
        string field = EventSchema.Of(recorded.Kind)[index].Name;
        return new Divergence(sequence, recorded.Kind, field, EventFields.Format(recorded, index), EventFields.Format(replayed, index));
    }

    /// <summary>A decision in a few words: its kind, cause and first fields.</summary>
    public static string Summarize(in Event e)
    {
        ReadOnlySpan<FieldSchema> fields = EventSchema.Of(e.Kind);
        var text = new System.Text.StringBuilder(e.Kind.ToString());
        for (int i = 0; i < fields.Length; i++)
        {
            if (e.Kind == EventKind.OrderSent && i >= OutcomeWord)
                break;
            text.Append(' ').Append(fields[i].Name).Append('=').Append(EventFields.Format(e, i));
        }
        return text.ToString();
    }

    private static int FirstDifferentField(in Event recorded, in Event replayed)
    {
        ReadOnlySpan<FieldSchema> fields = EventSchema.Of(recorded.Kind);
        ReadOnlySpan<long> left = Payload(recorded), right = Payload(replayed);
        for (int i = 0; i < ComparedWords(recorded.Kind); i++)
        {
            if (left[i] != right[i] && !(fields[i].Type == FieldType.Float64 && AreBothNaN(left[i], right[i])))
                return i;
        }
        return -1;
    }

    // The sign of a computed NaN differs between processors.
    private static bool AreBothNaN(long left, long right) =>
        double.IsNaN(BitConverter.Int64BitsToDouble(left)) && double.IsNaN(BitConverter.Int64BitsToDouble(right));

    private static Divergence DescribeHead(long sequence, in Event recorded, in Event replayed)
    {
        if (recorded.Flags != replayed.Flags)
            return new Divergence(sequence, recorded.Kind, nameof(Event.Flags), $"{recorded.Flags}", $"{replayed.Flags}");
        if (recorded.Market != replayed.Market)
            return new Divergence(sequence, recorded.Kind, nameof(Event.Market), $"{recorded.Market}", $"{replayed.Market}");
        if (recorded.Stream != replayed.Stream)
            return new Divergence(sequence, recorded.Kind, nameof(Event.Stream), $"{recorded.Stream}", $"{replayed.Stream}");
        if (recorded.ExchangeMs != replayed.ExchangeMs)
            return new Divergence(sequence, recorded.Kind, nameof(Event.ExchangeMs), $"{recorded.ExchangeMs}", $"{replayed.ExchangeMs}");
        return new Divergence(sequence, recorded.Kind, nameof(Event.StreamSeq), $"{recorded.StreamSeq}", $"{replayed.StreamSeq}");
    }

    private static int ComparedWords(EventKind kind) =>
        kind == EventKind.OrderSent ? OutcomeWord : EventSchema.Of(kind).Length;

    // Kind, flags, market and stream.
    private static long FirstWord(in Event e) => Unsafe.As<Event, long>(ref Unsafe.AsRef(in e));

    private static ReadOnlySpan<long> Payload(in Event e) =>
        MemoryMarshal.CreateReadOnlySpan(
            ref Unsafe.As<byte, long>(ref Unsafe.Add(ref Unsafe.As<Event, byte>(ref Unsafe.AsRef(in e)), Event.PayloadOffset)),
            EventSchema.MaxWords);
}
