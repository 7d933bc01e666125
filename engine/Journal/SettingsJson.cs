using System.Text.Json.Serialization;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal;

/// <summary>
/// The configuration's text in a segment's header. Doubles are written in the shortest form that reads back as the same bits;
/// NaN and infinities are refused.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(EngineSettings))]
internal sealed partial class SettingsJson : JsonSerializerContext;
