using System.Text.Json.Serialization;

namespace LowLatencyMM.Bench.Codec;

/// <summary>A record as one would give it to System.Text.Json's generated serializer.</summary>
internal sealed class JsonEvent
{
    public long Sequence { get; set; }

    public int Kind { get; set; }

    public int Flags { get; set; }

    public int Market { get; set; }

    public long ReceiveNs { get; set; }

    public long ExchangeMs { get; set; }

    public int Stream { get; set; }

    public long StreamSeq { get; set; }

    public long[] Fields { get; set; } = [];
}

/// <summary>Generated code for <see cref="JsonEvent"/>.</summary>
[JsonSerializable(typeof(JsonEvent))]
internal sealed partial class JsonEventContext : JsonSerializerContext;
