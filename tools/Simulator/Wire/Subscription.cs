using System.Text;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>A topic that a connection gets.</summary>
internal sealed class Subscription
{
    private static readonly byte[] PlainEnd = "}"u8.ToArray();

    /// <summary>The one topic of a v1 connection.</summary>
    public Subscription(StreamConnection connection, in StreamTopic topic)
    {
        Connection = connection;
        Topic = topic;
        End = PlainEnd;
    }

    /// <summary>A topic of a v2 connection, whose frames name it.</summary>
    public Subscription(StreamConnection connection, in StreamTopic topic, string name)
    {
        Connection = connection;
        Topic = topic;
        Name = name;
        End = Encoding.UTF8.GetBytes($",\"subscription\":\"{name}\"}}");
    }

    public StreamConnection Connection { get; }

    public StreamTopic Topic { get; }

    /// <summary>Name of the topic, null in v1.</summary>
    public string? Name { get; }

    public bool IsRpc => Name is not null;

    /// <summary>What follows a frame's number.</summary>
    public byte[] End { get; }
}
