namespace LowLatencyMM.Feed.Sockets;

/// <summary>There is no whole TLS record now, and the reader does not wait: a matter of time, no failure.</summary>
internal sealed class NoRecordException : IOException;
