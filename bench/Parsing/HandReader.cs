using System.Text.Json;

namespace LowLatencyMM.Bench.Parsing;

/// <summary>
/// A book frame read with Utf8JsonReader by hand, as a careful .NET programmer would: no strings, no allocation, any member order, numbers straight to
/// units of 10^-scale.
/// </summary>
internal sealed class HandReader(int priceScale, int quantityScale)
{
    private readonly Level[] _bids = new Level[8192];
    private readonly Level[] _asks = new Level[8192];

    public int BidCount { get; private set; }

    public int AskCount { get; private set; }

    public bool IsSnapshot { get; private set; }

    public long Ts { get; private set; }

    public long Seq { get; private set; }

    /// <summary>The last bid, to be compared with what others found.</summary>
    public Level LastBid => _bids[BidCount - 1];

    public void Read(ReadOnlySpan<byte> frame)
    {
        BidCount = 0;
        AskCount = 0;
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("type"u8))
            {
                reader.Read();
                IsSnapshot = reader.ValueTextEquals("SNAPSHOT"u8);
            }
            else if (reader.ValueTextEquals("data"u8))
            {
                reader.Read();
                ReadData(ref reader);
            }
            else if (reader.ValueTextEquals("ts"u8))
            {
                reader.Read();
                Ts = reader.GetInt64();
            }
            else if (reader.ValueTextEquals("seq"u8))
            {
                reader.Read();
                Seq = reader.GetInt64();
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private void ReadData(ref Utf8JsonReader reader)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("b"u8))
            {
                reader.Read();
                BidCount = ReadSide(ref reader, _bids);
            }
            else if (reader.ValueTextEquals("a"u8))
            {
                reader.Read();
                AskCount = ReadSide(ref reader, _asks);
            }
            else
            {
                reader.Read();
                reader.Skip();
            }
        }
    }

    private int ReadSide(ref Utf8JsonReader reader, Level[] side)
    {
        int count = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            ref Level level = ref side[count++];
            level = default;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                byte name = reader.ValueSpan[0];
                reader.Read();
                if (name == 'q')
                    level.Quantity = Fixed(reader.ValueSpan, quantityScale);
                else if (name == 'p')
                    level.Price = Fixed(reader.ValueSpan, priceScale);
                else if (name == 'c')
                    level.Total = Fixed(reader.ValueSpan, quantityScale);
            }
        }
        return count;
    }

    private static long Fixed(ReadOnlySpan<byte> text, int scale)
    {
        long value = 0;
        bool isNegative = text[0] == '-';
        int places = -1;
        foreach (byte c in isNegative ? text[1..] : text)
        {
            if (c == '.')
            {
                places = 0;
                continue;
            }
            if ((uint)(c - '0') > 9)
                throw new FormatException("Digits are expected.");
            value = (value * 10) + (c - '0');
            if (places >= 0)
                places++;
        }
        for (int i = Math.Max(places, 0); i < scale; i++)
            value *= 10;
        return isNegative ? -value : value;
    }

    /// <summary>One level in units of 10^-scale.</summary>
    internal struct Level
    {
        public long Price;
        public long Quantity;
        public long Total;
    }
}
