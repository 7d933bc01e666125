using System.Text;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>A topic that a connection gets.</summary>
internal sealed class Subscription
{
    private static readonly byte[] PlainEnd = "}"u8.ToArray();

    /// <summary>The one topic of a v1 connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="path">Path below the base, with the query: the topic's name in logs.</param>
    public Subscription(StreamConnection connection, in StreamTopic topic, string path)
    {
        Name = path;
        Connection = connection;
        Topic = topic;
        End = PlainEnd;
    }

    /// <summary>A topic of a v2 connection, whose frames name it.</summary>
    public static Subscription OfRpc(StreamConnection connection, in StreamTopic topic, string name) => new(connection, topic, name)
    {
        IsRpc = true,
        End = Encoding.UTF8.GetBytes($",\"subscription\":\"{name}\"}}"),
    };

    public StreamConnection Connection { get; }

    public StreamTopic Topic { get; }

    /// <summary>Name of the topic: in v2 that of the exchange, in v1 the path.</summary>
    public string Name { get; }

    public bool IsRpc { get; private init; }

    /// <summary>What follows a frame's number.</summary>
    public byte[] End { get; private init; }
}
