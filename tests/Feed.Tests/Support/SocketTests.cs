namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>Tests with threads and sockets run one after another: they count allocations and share two cores.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SocketTests
{
    public const string Name = "sockets";
}
