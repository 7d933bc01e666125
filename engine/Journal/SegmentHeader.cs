using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Journal;

/// <summary>The first record of a segment.</summary>
/// <remarks>
/// An array of 22 elements:
/// <list type="table">
/// <listheader><term>element</term><description>content</description></listheader>
/// <item><term>0</term><description>int: sequence of the segment's first event</description></item>
/// <item><term>1</term><description>int: 0, the header's kind</description></item>
/// <item><term>2, 3</term><description>int: 0</description></item>
/// <item><term>4</term><description>int: start of the session, nanoseconds since 1970</description></item>
/// <item><term>5, 6</term><description>int: 0</description></item>
/// <item><term>7</term><description>int: monotonic clock at the start of the session, nanoseconds; 0 if not known</description></item>
/// <item><term>8</term><description>int: format version, 1</description></item>
/// <item><term>9</term><description>int: index of the segment, from 0</description></item>
/// <item><term>10</term><description>int: hash of the segment before (<see cref="JournalWriter"/>); 0 if none</description></item>
/// <item><term>11</term><description>str: session id</description></item>
/// <item><term>12</term><description>str: engine version</description></item>
/// <item><term>13</term><description>str: configuration as JSON</description></item>
/// <item><term>14</term><description>bin 8: SHA-256 of element 13's bytes</description></item>
/// <item><term>15 to 17</term><description>str: signing domain's name, version, chain id</description></item>
/// <item><term>18</term><description>int: signing domain's revision</description></item>
/// <item><term>19</term><description>str: public key, hex</description></item>
/// <item><term>20</term><description>int: position id (vault)</description></item>
/// <item><term>21</term><description>uint32: CRC-32C</description></item>
/// </list>
/// </remarks>
internal readonly record struct SegmentHeader(SessionHeader Session, int Index, long FirstSequence, uint PreviousHash)
{
    private const int SessionFieldCount = 10;
    private const int ElementCount = RecordLayout.HeadCount + 3 + SessionFieldCount + 1;

    /// <summary>Bytes before the session's fields and after them, at most.</summary>
    private const int FrameBytes = 3 + ((RecordLayout.HeadCount + 3) * MessagePack.MaxNumberBytes) + MessagePack.CrcBytes + 8;

    /// <summary>Bytes that <see cref="Write"/> needs.</summary>
    public static int RoomBytes(ReadOnlySpan<byte> sessionFields) => FrameBytes + sessionFields.Length;

    /// <summary>Elements 11 to 20, which are the same in all segments of a session.</summary>
    /// <exception cref="ArgumentException">A number that JSON cannot hold, or more than a record may.</exception>
    public static unsafe byte[] EncodeSession(SessionHeader session)
    {
        byte[] settings = JsonSerializer.SerializeToUtf8Bytes(session.Settings, SettingsJson.Default.EngineSettings);
        byte[][] texts =
        [
            Encoding.UTF8.GetBytes(session.SessionId), Encoding.UTF8.GetBytes(session.EngineVersion), settings,
            Encoding.UTF8.GetBytes(session.Domain.Name), Encoding.UTF8.GetBytes(session.Domain.Version),
            Encoding.UTF8.GetBytes(session.Domain.ChainId), Encoding.UTF8.GetBytes(session.PublicKey),
        ];
        int room = texts.Sum(text => text.Length + 3) + 2 + SHA256.HashSizeInBytes + (2 * MessagePack.MaxNumberBytes) + 8;
        if (room + FrameBytes > JournalRecords.MaxRecordBytes)
        {
            throw new ArgumentException(
                $"the header would have {room + FrameBytes} bytes; at most {JournalRecords.MaxRecordBytes} are allowed", nameof(session));
        }

        byte[] fields = new byte[room];
        fixed (byte* start = fields)
        {
            byte* at = start;
            at = MessagePack.WriteStr(at, texts[0]);
            at = MessagePack.WriteStr(at, texts[1]);
            at = MessagePack.WriteStr(at, texts[2]);
            at = MessagePack.WriteBin8(at, SHA256.HashData(settings));
            at = MessagePack.WriteStr(at, texts[3]);
            at = MessagePack.WriteStr(at, texts[4]);
            at = MessagePack.WriteStr(at, texts[5]);
            at = MessagePack.WriteInt(at, session.Domain.Revision);
            at = MessagePack.WriteStr(at, texts[6]);
            at = MessagePack.WriteInt(at, session.PositionId);
            return fields[..(int)(at - start)];
        }
    }

    /// <summary>Writes a header record; like an event's, its first byte last.</summary>
    public static unsafe int Write(
        byte* start, ReadOnlySpan<byte> sessionFields, SessionHeader session, int index, long firstSequence, uint previousHash, out uint crc)
    {
        byte* at = start + 1;
        BinaryPrimitives.WriteUInt16BigEndian(new Span<byte>(at, 2), ElementCount);
        at = MessagePack.WriteInt(at + 2, firstSequence);
        at = MessagePack.WriteInt(at, JournalRecords.HeaderKind);
        at = MessagePack.WriteInt(at, 0);
        at = MessagePack.WriteInt(at, 0);
        at = MessagePack.WriteInt(at, session.StartNs);
        at = MessagePack.WriteInt(at, 0);
        at = MessagePack.WriteInt(at, 0);
        at = MessagePack.WriteInt(at, session.StartMonotonicNs);
        at = MessagePack.WriteInt(at, JournalRecords.FormatVersion);
        at = MessagePack.WriteInt(at, index);
        at = MessagePack.WriteInt(at, previousHash);
        sessionFields.CopyTo(new Span<byte>(at, sessionFields.Length));
        at += sessionFields.Length;
        crc = Crc32C.Compute(MessagePack.Array16, start + 1, (int)(at - start) - 1);
        at = MessagePack.WriteCrc(at, crc);
        Volatile.Write(ref *start, MessagePack.Array16);
        return (int)(at - start);
    }

    /// <summary>Reads an undamaged header record.</summary>
    /// <exception cref="JournalFormatException">Another version's, or one that does not follow the format.</exception>
    public static SegmentHeader Read(RawRecord record, string path)
    {
        var fields = new FieldReader(record);
        if (!fields.TryReadInt(out long version) || version != JournalRecords.FormatVersion)
        {
            throw new JournalFormatException(
                path, $"{path} has journal format version {version}; this engine reads version {JournalRecords.FormatVersion}");
        }
        if (fields.TryReadInt(out long index)
            && fields.TryReadInt(out long previousHash)
            && fields.TryReadStr(out ReadOnlySpan<byte> sessionId)
            && fields.TryReadStr(out ReadOnlySpan<byte> engineVersion)
            && fields.TryReadStr(out ReadOnlySpan<byte> settings)
            && fields.TryReadBin(out ReadOnlySpan<byte> settingsHash)
            && fields.TryReadStr(out ReadOnlySpan<byte> domainName)
            && fields.TryReadStr(out ReadOnlySpan<byte> domainVersion)
            && fields.TryReadStr(out ReadOnlySpan<byte> chainId)
            && fields.TryReadInt(out long revision)
            && fields.TryReadStr(out ReadOnlySpan<byte> publicKey)
            && fields.TryReadInt(out long positionId))
        {
            if (!settingsHash.SequenceEqual(SHA256.HashData(settings)))
                throw new JournalFormatException(path, $"{path}: the header's configuration does not have the hash beside it");
            var session = new SessionHeader
            {
                SessionId = Encoding.UTF8.GetString(sessionId),
                StartNs = record.ReceiveNs,
                StartMonotonicNs = record.StreamSeq,
                EngineVersion = Encoding.UTF8.GetString(engineVersion),
                Settings = ReadSettings(settings, path),
                Domain = new SessionDomain(
                    Encoding.UTF8.GetString(domainName), Encoding.UTF8.GetString(domainVersion), Encoding.UTF8.GetString(chainId),
                    (uint)revision),
                PublicKey = Encoding.UTF8.GetString(publicKey),
                PositionId = positionId,
            };
            return new SegmentHeader(session, (int)index, record.Sequence, (uint)previousHash);
        }
        throw new JournalFormatException(path, $"{path}: the header's elements are not those of format version {version}");
    }

    private static EngineSettings ReadSettings(ReadOnlySpan<byte> json, string path)
    {
        try
        {
            return SettingsText.Read(json)
                ?? throw new JournalFormatException(path, $"{path}: the header's configuration is null");
        }
        catch (JsonException e)
        {
            throw new JournalFormatException(path, $"{path}: the header's configuration cannot be read: {e.Message}", e);
        }
    }
}
