using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Replay.Tests;

/// <summary>Sessions of the plain core over a made-up market.</summary>
internal static class PlainSession
{
    /// <summary>Records a session and closes it in order; gives its folder.</summary>
    public static string Record(
        string root, int ticks = 60, SessionRecorder<PlainCore>.Tampering? tamper = null)
    {
        using var recorder = new SessionRecorder<PlainCore>(root, PlainCore.Standard) { Tamper = tamper };
        Feed(recorder, ticks);
        return recorder.Folder;
    }

    /// <summary>Best bids and asks that wander, in bursts of three with a timer, each burst handled at once.</summary>
    public static void Feed<TCore>(SessionRecorder<TCore> recorder, int ticks) where TCore : struct, ICoreHandler
    {
        for (int i = 0; i < ticks; i++)
        {
            recorder.Publish(BestBidAsk(i));
            if (i % 3 != 2)
                continue;
            Event timer = default;
            timer.Begin(EventKind.Timer, EventFlags.None, 0, StreamId.Engine, ReceiveNs(i) + 500_000);
            timer.Timer.IntervalNs = 100_000_000;
            recorder.Publish(timer);
            recorder.Run();
        }
        recorder.Run();
    }

    public static Event BestBidAsk(int i)
    {
        Event e = default;
        e.Begin(EventKind.BestBidAsk, EventFlags.FrameStart | EventFlags.FrameEnd, 0, StreamId.BestBidAsk, ReceiveNs(i));
        e.ExchangeMs = ReceiveNs(i) / 1_000_000 - 3;
        e.StreamSeq = i + 1;
        e.BestBidAsk.BidTicks = 168_000 + i * 13 % 29;
        e.BestBidAsk.BidSteps = 1 + i * 5 % 23;
        e.BestBidAsk.AskTicks = e.BestBidAsk.BidTicks + 1 + i % 3;
        e.BestBidAsk.AskSteps = 2 + i * 7 % 19;
        return e;
    }

    private static long ReceiveNs(int i) => TestSession.StartNs + i * 10_000_000L;
}
