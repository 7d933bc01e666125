using System.Text.Json;

namespace LowLatencyMM.Simulator.Tests;

/// <summary>Messages of the exchange, one a file, in <c>Samples/</c>: what the simulator's own messages must look like.</summary>
internal static class Samples
{
    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", name));

    /// <summary>Every member of the sample is there with the same kind of value; arrays are compared by their first elements.</summary>
    public static void AssertSameShape(JsonElement expected, JsonElement actual, string path)
    {
        Assert.True(expected.ValueKind == actual.ValueKind || (IsBoolean(expected) && IsBoolean(actual)),
            $"{path} is {actual.ValueKind}, expected {expected.ValueKind}");
        if (expected.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty member in expected.EnumerateObject())
            {
                Assert.True(actual.TryGetProperty(member.Name, out JsonElement value), $"{path} has no member {member.Name}");
                AssertSameShape(member.Value, value, $"{path}.{member.Name}");
            }
        }
        else if (expected.ValueKind == JsonValueKind.Array && expected.GetArrayLength() > 0 && actual.GetArrayLength() > 0)
        {
            AssertSameShape(expected[0], actual[0], $"{path}[0]");
        }
    }

    private static bool IsBoolean(JsonElement element) => element.ValueKind is JsonValueKind.True or JsonValueKind.False;
}
