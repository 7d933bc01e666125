using System.Globalization;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator;

/// <summary>
/// Writes down when each numbered frame of the streams should have left and when it did, for whoever measures from outside what a client does
/// with it. Frames are noted in memory and written on a thread of its own ten times a second.
/// </summary>
/// <remarks>
/// Text, one frame a line after the line <see cref="Head"/>, fields between tabs:
/// <list type="table">
/// <listheader><term>field</term><description>content</description></listheader>
/// <item><term>connection</term><description>number of the connection, from 1 in the order of arrival</description></item>
/// <item><term>topic</term><description>v1: the stream's path with its query; v2: the topic's name</description></item>
/// <item><term>seq</term><description>number of the frame on its connection</description></item>
/// <item><term>intended_ns</term><description>when it should have left, by the schedule</description></item>
/// <item><term>sent_ns</term><description>just before its send call; 0: it was never sent, because of a fault or because the connection ended</description></item>
/// </list>
/// Times are nanoseconds of the monotonic clock, which all processes of this machine share: wall clocks of two processes begin apart by
/// what their anchors differ, this one does not. Frames of one connection stand in their order, connections mixed.
/// </remarks>
internal sealed class FeedLog : IDisposable
{
    /// <summary>The first line.</summary>
    public const string Head = "connection\ttopic\tseq\tintended_ns\tsent_ns";

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly StreamWriter _file;
    private readonly ManualResetEventSlim _end = new();
    private readonly Thread _writer;
    private List<Entry> _noted = new(1024);
    private List<Entry> _written = new(1024);
    private IOException? _fault;

    private readonly record struct Entry(int Connection, string Topic, long Seq, long IntendedNs, long SentNs);

    /// <summary>Opens the file; what it held is gone.</summary>
    /// <exception cref="SimulatorException">It cannot be written.</exception>
    public FeedLog(string path)
    {
        try
        {
            _file = new StreamWriter(path);
            _file.WriteLine(Head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SimulatorException($"the feed log {path} cannot be written: {e.Message}", e);
        }
        _writer = new Thread(Run) { Name = "feed log", IsBackground = true };
        _writer.Start();
    }

    /// <summary>Notes a frame. Any thread; allocates nothing once the list has grown.</summary>
    public void Add(int connection, Subscription subscription, long seq, long intendedNs, long sentNs)
    {
        lock (_gate)
            _noted.Add(new Entry(connection, subscription.Name, seq, intendedNs, sentNs));
    }

    /// <summary>Writes what is noted and closes the file.</summary>
    /// <exception cref="SimulatorException">Something could not be written.</exception>
    public void Dispose()
    {
        _end.Set();
        _writer.Join();
        _end.Dispose();
        try
        {
            _file.Dispose();
        }
        catch (IOException e)
        {
            _fault ??= e;
        }
        if (_fault is not null)
            throw new SimulatorException($"the feed log is incomplete: {_fault.Message}", _fault);
    }

    private void Run()
    {
        try
        {
            while (!_end.Wait(Period))
                WriteNoted();
            WriteNoted();
        }
        catch (IOException e)
        {
            // The feed goes on; whoever closes the log learns that it is not whole.
            _fault = e;
        }
    }

    private void WriteNoted()
    {
        lock (_gate)
            (_noted, _written) = (_written, _noted);
        foreach (Entry entry in _written)
            _file.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{entry.Connection}\t{entry.Topic}\t{entry.Seq}\t{entry.IntendedNs}\t{entry.SentNs}"));
        _written.Clear();
        _file.Flush();
    }
}
