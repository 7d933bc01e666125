namespace LowLatencyMM.Feed.Streams.Messages;

/// <summary>What a stream yields, in order: <see cref="StreamData{T}"/>, or a <see cref="StreamNotice{T}"/> of what happened to the stream itself.</summary>
/// <typeparam name="T">The stream's content.</typeparam>
/// <param name="Epoch">Counts the connections from 1; attempts that fail use one up too.</param>
/// <param name="AtNs">When it arrived or happened, Unix nanoseconds.</param>
public abstract record StreamMessage<T>(int Epoch, long AtNs);
