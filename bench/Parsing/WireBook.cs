using System.Text.Json.Serialization;

namespace LowLatencyMM.Bench.Parsing;

/// <summary>A book frame as an ordinary .NET program would read it.</summary>
internal sealed record WireBook(
    [property: JsonPropertyName("type")] string Type,
    [property: JsonPropertyName("data")] WireBookData Data,
    [property: JsonPropertyName("ts")] long Ts,
    [property: JsonPropertyName("seq")] long Seq);

/// <summary>The frame's content.</summary>
internal sealed record WireBookData(
    [property: JsonPropertyName("t")] string Type,
    [property: JsonPropertyName("m")] string Market,
    [property: JsonPropertyName("b")] WireLevel[] Bids,
    [property: JsonPropertyName("a")] WireLevel[] Asks,
    [property: JsonPropertyName("d")] string Depth);

/// <summary>One level.</summary>
internal sealed record WireLevel(
    [property: JsonPropertyName("q")] decimal Quantity,
    [property: JsonPropertyName("p")] decimal Price,
    [property: JsonPropertyName("c")] decimal? Total);

/// <summary>System.Text.Json's generated reader of book frames.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowReadingFromString)]
[JsonSerializable(typeof(WireBook))]
internal sealed partial class WireBookContext : JsonSerializerContext;
