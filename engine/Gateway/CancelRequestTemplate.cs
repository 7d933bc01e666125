using System.Security.Cryptography;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// The finished cancel request of one account, with a gap of fixed width for the external id. Encoding writes 18 bytes and
/// allocates nothing.
/// </summary>
/// <remarks><c>DELETE {base path}/user/order?externalId={id}</c>; no body. The buffer holds the API key: pinned, zeroed on disposal.</remarks>
internal sealed class CancelRequestTemplate : IDisposable
{
    private readonly byte[] _buffer;
    private readonly int _idOffset;
    private readonly int _length;

    public CancelRequestTemplate(HttpTarget target, SecretText apiKey)
    {
        _buffer = GC.AllocateArray<byte>(RequestHead.MaxLength(target, apiKey), pinned: true);
        try
        {
            var writer = new TemplateWriter(_buffer, 0);
            writer.Append("DELETE "u8);
            writer.Append(target.BasePath);
            writer.Append("/user/order?externalId="u8);
            _idOffset = writer.Position;
            writer.Advance(ExternalId.Length);
            writer.Append(" HTTP/1.1\r\n"u8);
            RequestHead.Append(ref writer, target, apiKey);
            writer.Append("\r\n"u8);
            _length = writer.Position;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The request that cancels <paramref name="ownId"/>; valid until the next call.</summary>
    public ReadOnlySpan<byte> Encode(long ownId)
    {
        ExternalId.Write(_buffer.AsSpan(_idOffset), ownId);
        return _buffer.AsSpan(0, _length);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);
}
