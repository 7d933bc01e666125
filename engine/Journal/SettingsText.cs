using System.Text.Json;
using System.Text.Json.Nodes;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal;

/// <summary>
/// Reads the configuration's text in a segment's header. What an older engine did not write takes its default; what has none is
/// required.
/// </summary>
internal static class SettingsText
{
    // The generated reader gives 0 to what is not there, whatever the declaration says.
    private static readonly JsonObject QuotingDefaults = Defaults(
        JsonSerializer.SerializeToNode(new QuotingSettings { NotionalMicro = 0 }, SettingsJson.Default.QuotingSettings), "notionalMicro");

    private static readonly JsonObject RiskDefaults = Defaults(
        JsonSerializer.SerializeToNode(new RiskSettings { MaxPositionMicro = 0, MaxOrderNotionalMicro = 0 }, SettingsJson.Default.RiskSettings),
        "maxPositionMicro", "maxOrderNotionalMicro");

    private static readonly JsonObject OrderDefaults = Defaults(
        JsonSerializer.SerializeToNode(new OrderSettings(), SettingsJson.Default.OrderSettings));

    /// <summary>Reads the text.</summary>
    /// <exception cref="JsonException">It is not the text of settings.</exception>
    public static EngineSettings? Read(ReadOnlySpan<byte> json)
    {
        JsonNode? read = JsonNode.Parse(json);
        if (read is JsonObject settings)
        {
            settings.TryAdd("otherMarkets", new JsonArray());
            Complete(settings);
            foreach (JsonNode? market in settings["otherMarkets"] as JsonArray ?? [])
                Complete(market as JsonObject);
        }
        return read.Deserialize(SettingsJson.Default.EngineSettings);
    }

    private static void Complete(JsonObject? market)
    {
        Complete(market?["quoting"] as JsonObject, QuotingDefaults);
        Complete(market?["risk"] as JsonObject, RiskDefaults);
        Complete(market?["orders"] as JsonObject, OrderDefaults);
    }

    private static void Complete(JsonObject? read, JsonObject defaults)
    {
        foreach ((string name, JsonNode? value) in defaults)
            read?.TryAdd(name, value?.DeepClone());
    }

    private static JsonObject Defaults(JsonNode? settings, params string[] required)
    {
        JsonObject defaults = settings!.AsObject();
        foreach (string name in required)
            defaults.Remove(name);
        return defaults;
    }
}
