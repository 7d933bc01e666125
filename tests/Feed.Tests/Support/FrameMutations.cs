using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace LowLatencyMM.Feed.Tests.Support;

/// <summary>Other frames made of one: damaged ones, and ones that say the same in other words.</summary>
internal static class FrameMutations
{
    private static readonly string[] Values =
    [
        "null", "0", "-1", "\"0\"", "\"-0.00001\"", "\"84070.0\"", "\"84070.00000000000000000000\"", "84070", "1e3", "\"1e3\"", "\"1E-2\"", "\"8.2653E4\"",
        "9223372036854775807", "9223372036854775808", "18446744073709551616", "\"99999999999999999999\"", "\"9999999999999999\"", "\"99999999999999.99\"",
        "\"922337203685.4775807\"", "\"922337203685.4775808\"", "\"\"", "\"-\"", "\".5\"", "\"5.\"", "\"1.2.3\"", "\"1-2\"", "\"+5\"", "\" 5\"", "\"5 \"",
        "\"BTC-USD\"", "\"ETH-USD\"", "\"BTC\\u002dUSD\"", "true", "[]", "{}", "[1]", "{\"a\":{}}", "01", "\"01\"", "\"0.1234567\"", "\"SNAPSHOT\"",
        "\"DELTA\"", "\"\\ud800\"", "\"é\"", "1.0", "-0", "\"12345678\"", "\"123456789012345\"", "\"1234567890123456\"", "\"0.000010\"", "\"١٢\"",
    ];

    /// <summary>Shapes that the exchange or a proxy could plausibly send, and bytes that nobody would.</summary>
    public static byte[] Damage(byte[] original, Random random)
    {
        var frame = new List<byte>(original);
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(frame.Count);
            switch (random.Next(10))
            {
                case 0:
                    frame[at] = (byte)random.Next(256);
                    break;
                case 1:
                    frame.RemoveAt(at);
                    break;
                case 2:
                    frame.Insert(at, (byte)" \"\\{}[],:.-0123456789enulltrue\t\r\n"[random.Next(32)]);
                    break;
                case 3:
                    frame.RemoveRange(at, frame.Count - at);
                    break;
                case 4:
                    frame.AddRange(frame.GetRange(at, Math.Min(random.Next(20), frame.Count - at)));
                    break;
                case 5:
                    int length = Math.Min(random.Next(30), frame.Count - at);
                    frame.InsertRange(random.Next(frame.Count), frame.GetRange(at, length));
                    break;
                case 6:
                    frame[at] ^= (byte)(1 << random.Next(8));
                    break;
                default:
                    ReplaceValue(frame, random);
                    break;
            }
            if (frame.Count == 0)
                frame.Add((byte)'{');
        }
        return [.. frame];
    }

    /// <summary>
    /// The same members and values in another spelling: order of members, blanks, escapes in names and texts, more zeros and exponents in decimal
    /// text, unknown members in between.
    /// </summary>
    public static byte[] Reword(byte[] original, Random random)
    {
        using var document = JsonDocument.Parse(original);
        var text = new StringBuilder();
        Write(document.RootElement, text, random, random.Next(1, 64));
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Another value in the place of one between quotes or of a number.</summary>
    private static void ReplaceValue(List<byte> frame, Random random)
    {
        string text = Encoding.Latin1.GetString([.. frame]);
        int at = text.IndexOf(':', random.Next(text.Length));
        if (at < 0)
            return;
        int end = at + 1;
        while (end < text.Length && text[end] is not (',' or '}' or ']'))
            end++;
        byte[] value = Encoding.UTF8.GetBytes(Values[random.Next(Values.Length)]);
        frame.RemoveRange(at + 1, end - at - 1);
        frame.InsertRange(at + 1, value);
    }

    /// <param name="ways">Which of the changes are made in this frame, one bit each: some frames are changed in one way only.</param>
    private static void Write(JsonElement element, StringBuilder text, Random random, int ways)
    {
        Blank(text, random, ways);
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                JsonProperty[] members = [.. element.EnumerateObject()];
                if ((ways & 1) != 0)
                    random.Shuffle(members);
                text.Append('{');
                for (int i = 0; i < members.Length; i++)
                {
                    if ((ways & 2) != 0 && random.Next(8) == 0)
                        text.Append("\"new\":{\"x\":[1,\"}\"]},");
                    Blank(text, random, ways);
                    Quote(members[i].Name, text, random, ways);
                    Blank(text, random, ways);
                    text.Append(':');
                    Write(members[i].Value, text, random, ways);
                    text.Append(i < members.Length - 1 ? "," : "");
                }
                text.Append('}');
                break;
            case JsonValueKind.Array:
                text.Append('[');
                int left = element.GetArrayLength();
                foreach (JsonElement item in element.EnumerateArray())
                {
                    Write(item, text, random, ways);
                    text.Append(--left > 0 ? "," : "");
                }
                text.Append(']');
                break;
            case JsonValueKind.String:
                string value = element.GetString()!;
                bool isNumber = decimal.TryParse(value, NumberStyles.Number, CultureInfo.InvariantCulture, out _);
                Quote(isNumber && (ways & 4) != 0 ? Respell(value, random) : value, text, random, ways);
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
        Blank(text, random, ways);
    }

    private static void Blank(StringBuilder text, Random random, int ways)
    {
        if ((ways & 8) != 0 && random.Next(4) == 0)
            text.Append(" \t\r\n"[random.Next(4)]);
    }

    private static void Quote(string value, StringBuilder text, Random random, int ways)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if ((ways & 16) != 0 && random.Next(10) == 0)
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
            else
                text.Append(c);
        }
        text.Append('"');
    }

    /// <summary>82653 as 82653.0, 082653, 8.2653E4 or 82653000e-3.</summary>
    private static string Respell(string value, Random random)
    {
        bool isNegative = value[0] == '-';
        string sign = isNegative ? "-" : "";
        string magnitude = isNegative ? value[1..] : value;
        bool hasPoint = magnitude.Contains('.', StringComparison.Ordinal);
        switch (random.Next(5))
        {
            case 0:
                return sign + magnitude + (hasPoint ? "" : ".") + new string('0', random.Next(1, 9));
            case 1:
                return sign + new string('0', random.Next(1, 6)) + magnitude;
            case 2:
                int places = hasPoint ? magnitude.Length - magnitude.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
                BigInteger digits = BigInteger.Parse(magnitude.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
                int more = random.Next(0, 5);
                return $"{sign}{digits * BigInteger.Pow(10, more)}{"eE"[random.Next(2)]}{-places - more}";
            case 3:
                return hasPoint ? value : $"{sign}{magnitude[0]}.{magnitude[1..]}0E{(random.Next(2) == 0 ? "+" : "")}{magnitude.Length - 1}";
            default:
                return value;
        }
    }
}
