using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway.Tests;

/// <summary>Keeps what it is given, and answers as told; its clock advances by 10 ns with every look.</summary>
internal struct RecordingSink(RecordingSink.Record record) : IRequestSink
{
    public readonly SendResult Send(int connection, ReadOnlySpan<byte> request, long ownId, RequestKind kind)
    {
        record.Requests.Add(new SentRequest(connection, request.ToArray(), ownId, kind));
        if (record.Outcome == SendOutcome.NotSent)
            return new SendResult(SendOutcome.NotSent, 0, 0);
        return new SendResult(record.Outcome, NowNs(), NowNs());
    }

    public readonly SendOutcome Control(in Event orderSent)
    {
        record.Controls.Add(orderSent);
        return record.Outcome;
    }

    public readonly long NowNs() => record.ClockNs += 10;

    public readonly long NsOf(long timestamp) => timestamp;

    internal sealed class Record
    {
        public List<SentRequest> Requests { get; } = [];

        public List<Event> Controls { get; } = [];

        public SendOutcome Outcome { get; set; } = SendOutcome.Sent;

        public long ClockNs { get; set; } = 1_790_425_500_000_000_000;
    }
}
