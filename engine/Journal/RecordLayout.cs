using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal;

/// <summary>How the records of one kind are laid out; computed once from <see cref="EventSchema"/>.</summary>
/// <param name="Shape">Words, or one of the two special shapes.</param>
/// <param name="FieldCount">Fields after the header; 0 for a kind that this version does not know.</param>
/// <param name="Floats">Bit i: field i is a double.</param>
/// <param name="Lanes">The integers from the stream's sequence on, if there is nothing else and they fit into a vector; otherwise 0.</param>
internal readonly record struct RecordLayout(RecordShape Shape, byte FieldCount, ushort Floats, byte Lanes)
{
    /// <summary>Elements before the fields: sequence, kind, flags, market, receive ns, exchange ms, stream, stream sequence.</summary>
    public const int HeadCount = 8;

    /// <summary>
    /// Bytes of a head between the sequences in its usual form: kind, flags, market and stream below 128 in one byte each, the times in nine.
    /// </summary>
    public const int SmallHeadBytes = 22;

    /// <summary>Where an event's words begin that stand at the end of its record: the stream's sequence, then the payload.</summary>
    public const int TailOffset = Event.PayloadOffset - sizeof(long);

    /// <summary>Layouts by kind.</summary>
    public static readonly RecordLayout[] ByKind = Build();

    /// <summary>Elements of a record: head, fields and checksum.</summary>
    public int ElementCount => HeadCount + FieldCount + 1;

    private static RecordLayout[] Build()
    {
        var layouts = new RecordLayout[EventSchema.KindCount];
        for (int kind = 0; kind < layouts.Length; kind++)
        {
            ReadOnlySpan<FieldSchema> fields = EventSchema.Of((EventKind)kind);
            ushort floats = 0;
            RecordShape shape = RecordShape.Words;
            for (int i = 0; i < fields.Length; i++)
            {
                if (fields[i].Type == FieldType.Float64)
                    floats |= (ushort)(1 << i);
                else if (fields[i].Type == FieldType.Bytes32)
                    shape = RecordShape.Hashes;
                else if (fields[i].Type == FieldType.Utf8)
                    shape = RecordShape.Text;
            }
            bool fitsVector = shape == RecordShape.Words && floats == 0 && fields.Length is > 0 and < VectorTable.MaxLanes;
            layouts[kind] = new RecordLayout(shape, (byte)fields.Length, floats, (byte)(fitsVector ? fields.Length + 1 : 0));
        }
        return layouts;
    }
}
