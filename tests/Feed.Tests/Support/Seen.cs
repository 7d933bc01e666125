using System.Text;
using LowLatencyMM.Feed.Frames;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>What sinks were told, in order, as text that can be compared; safe to look at from another thread.</summary>
internal sealed class Seen
{
    private readonly List<string> _lines = [];
    private readonly List<(RejectionReason Reason, int Offset, long Expected, long Actual, string Excerpt, bool Reconnects)> _rejections = [];
    private readonly List<ConnectionChange> _changes = [];
    private readonly List<FrameHeader> _headers = [];

    public IReadOnlyList<string> Lines => Copy(_lines);

    public IReadOnlyList<(RejectionReason Reason, int Offset, long Expected, long Actual, string Excerpt, bool Reconnects)> Rejections => Copy(_rejections);

    public IReadOnlyList<ConnectionChange> Changes => Copy(_changes);

    public IReadOnlyList<FrameHeader> Headers => Copy(_headers);

    public void Add(in FrameHeader header, string line)
    {
        lock (_lines)
        {
            _headers.Add(header);
            _lines.Add(line);
            Monitor.PulseAll(_lines);
        }
    }

    public void Add(in FrameRejection r)
    {
        lock (_lines)
        {
            _rejections.Add((r.Reason, r.Offset, r.ExpectedSeq, r.Header.Seq, Encoding.ASCII.GetString(r.Excerpt), r.Reconnects));
            Monitor.PulseAll(_lines);
        }
    }

    public void Add(in ConnectionChange change)
    {
        lock (_lines)
        {
            _changes.Add(change);
            Monitor.PulseAll(_lines);
        }
    }

    /// <summary>Waits until <paramref name="condition"/> holds; fails after a time that no healthy run needs.</summary>
    public void Await(Func<Seen, bool> condition)
    {
        long deadline = Environment.TickCount64 + 30_000;
        lock (_lines)
        {
            while (!condition(this))
            {
                long left = deadline - Environment.TickCount64;
                if (left <= 0)
                    Assert.Fail("It never came. Lines: " + string.Join(" | ", _lines) + " Changes: " + string.Join(" | ", _changes));
                Monitor.Wait(_lines, (int)left);
            }
        }
    }

    private List<T> Copy<T>(List<T> items)
    {
        lock (_lines)
            return [.. items];
    }
}
