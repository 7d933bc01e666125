using System.Text;
using System.Text.Json;
using LowLatencyMM.Simulator.Wire;

namespace LowLatencyMM.Simulator.Tests.Wire;

public sealed class JsonVarietyTests
{
    [Theory]
    [InlineData("ws-account-order.json")]
    [InlineData("ws-account-position.json")]
    [InlineData("ws-orderbook-snapshot.json")]
    [InlineData("rest-markets.json")]
    public void A_varied_message_says_the_same_in_another_order(string sample)
    {
        byte[] original = Encoding.UTF8.GetBytes(Samples.Read(sample));
        JsonVariety variety = new(5);
        HashSet<string> texts = [];

        for (int i = 0; i < 100; i++)
        {
            ReadOnlyMemory<byte> varied = variety.Vary(original);
            texts.Add(Encoding.UTF8.GetString(varied.Span));
            AssertSays(JsonDocument.Parse(original).RootElement, JsonDocument.Parse(varied).RootElement, sample);
        }

        Assert.True(texts.Count > 10, $"only {texts.Count} forms");
    }

    [Fact]
    public void Absent_members_come_as_null_reasons_may_be_unknown_and_times_have_two_names()
    {
        byte[] order = """{"externalId":"a","status":"CANCELLED","id":2103823146862505984}"""u8.ToArray();
        byte[] position = """{"createdAt":1,"updatedAt":2,"adl":1}"""u8.ToArray();
        JsonVariety variety = new(5);
        string all = string.Concat(Enumerable.Range(0, 400).Select(_ =>
            Encoding.UTF8.GetString(variety.Vary(order).Span) + Encoding.UTF8.GetString(variety.Vary(position).Span)));

        Assert.Contains("\"averagePrice\":null", all, StringComparison.Ordinal);
        Assert.Contains("\"statusReason\":\"NEVER_SEEN\"", all, StringComparison.Ordinal);
        Assert.Contains("\"createdTime\":1", all, StringComparison.Ordinal);
        Assert.Contains("\"adl\":\"1\"", all, StringComparison.Ordinal);
        Assert.Contains("neverSeen", all, StringComparison.Ordinal);
    }

    private static void AssertSays(JsonElement expected, JsonElement actual, string path)
    {
        switch (expected.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty member in expected.EnumerateObject())
                {
                    string other = member.Name.Replace("At", "Time", StringComparison.Ordinal);
                    Assert.True(actual.TryGetProperty(member.Name, out JsonElement value) || actual.TryGetProperty(other, out value), $"no {path}.{member.Name}");
                    AssertSays(member.Value, value, $"{path}.{member.Name}");
                }
                break;
            case JsonValueKind.Array:
                Assert.Equal(expected.GetArrayLength(), actual.GetArrayLength());
                for (int i = 0; i < expected.GetArrayLength(); i++)
                    AssertSays(expected[i], actual[i], $"{path}[{i}]");
                break;
            default:
                Assert.True(expected.ValueKind == actual.ValueKind || path.EndsWith(".adl", StringComparison.Ordinal), path);
                Assert.Equal(expected.ToString(), actual.ToString());
                break;
        }
    }
}
