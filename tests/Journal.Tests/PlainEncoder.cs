using System.Buffers.Binary;
using System.Text.Unicode;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>The codec's plain twin: MessagePack as its specification tells it, one branch per form. Also writes records of other versions.</summary>
internal static class PlainEncoder
{
    public static byte[] Encode(Event e, long sequence, int? keptFields = null, params object[] moreFields)
    {
        var elements = new List<object>
        {
            sequence, (long)e.Kind, (long)e.Flags, (long)e.Market, e.ReceiveNs, e.ExchangeMs, (long)e.Stream, e.StreamSeq,
        };
        ReadOnlySpan<FieldSchema> fields = EventSchema.Of(e.Kind);
        for (int i = 0; i < (keptFields ?? fields.Length); i++)
        {
            elements.Add(fields[i].Type switch
            {
                FieldType.Int64 => e.Words[i],
                FieldType.Float64 => BitConverter.Int64BitsToDouble(e.Words[i]),
                FieldType.Bytes32 => Samples.Number(in e, i).ToArray(),
                _ => Utf8.IsValid(e.Text.Utf8) ? System.Text.Encoding.UTF8.GetString(e.Text.Utf8) : e.Text.Utf8.ToArray(),
            });
        }
        elements.AddRange(moreFields);
        return Record(elements);
    }

    /// <summary>A record of any elements, with its checksum.</summary>
    public static byte[] Record(IReadOnlyList<object> elements)
    {
        var bytes = new List<byte>();
        int count = elements.Count + 1;
        if (count < 16)
            bytes.Add((byte)(0x90 + count));
        else
            bytes.AddRange([0xdc, (byte)(count / 256), (byte)(count % 256)]);
        foreach (object element in elements)
            Add(bytes, element);
        uint crc = Crc32C.Compute(bytes.ToArray());
        bytes.Add(0xce);
        AddBigEndian(bytes, crc, 4);
        return [.. bytes];
    }

    private static void Add(List<byte> bytes, object element)
    {
        switch (element)
        {
            case long value:
                AddInteger(bytes, value);
                break;
            case double value:
                bytes.Add(0xcb);
                AddBigEndian(bytes, BitConverter.DoubleToUInt64Bits(value), 8);
                break;
            case byte[] value:
                bytes.AddRange([0xc4, (byte)value.Length, .. value]);
                break;
            case string value:
                byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(value);
                if (utf8.Length < 32)
                    bytes.Add((byte)(0xa0 + utf8.Length));
                else
                    bytes.AddRange([0xd9, (byte)utf8.Length]);
                bytes.AddRange(utf8);
                break;
            case object[] values:
                bytes.Add((byte)(0x90 + values.Length));
                foreach (object value in values)
                    Add(bytes, value);
                break;
            default:
                throw new ArgumentException($"{element.GetType()}");
        }
    }

    private static void AddInteger(List<byte> bytes, long value)
    {
        if (value is >= -32 and < 128)
        {
            bytes.Add((byte)value);
            return;
        }
        (byte code, int count) = value switch
        {
            > uint.MaxValue => ((byte)0xcf, 8),
            > ushort.MaxValue => ((byte)0xce, 4),
            > byte.MaxValue => ((byte)0xcd, 2),
            >= 0 => ((byte)0xcc, 1),
            < int.MinValue => ((byte)0xd3, 8),
            < short.MinValue => ((byte)0xd2, 4),
            < sbyte.MinValue => ((byte)0xd1, 2),
            _ => ((byte)0xd0, 1),
        };
        bytes.Add(code);
        AddBigEndian(bytes, (ulong)value, count);
    }

    private static void AddBigEndian(List<byte> bytes, ulong value, int count)
    {
        Span<byte> all = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(all, value);
        bytes.AddRange(all[(8 - count)..]);
    }
}
