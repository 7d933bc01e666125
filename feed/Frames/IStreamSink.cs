namespace LowLatencyMM.Feed.Frames;

/// <summary>What every stream tells besides its data.</summary>
public interface IStreamSink
{
    /// <summary>A frame was refused.</summary>
    void OnRejected(in FrameRejection rejection);

    /// <summary>The connection changed.</summary>
    void OnConnection(in ConnectionChange change);
}
