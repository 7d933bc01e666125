using System.Security.Cryptography;
using LowLatencyMM.Core;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// The finished order request of one account, market and side, with gaps for what differs between orders. Encoding fills the gaps and
/// allocates nothing.
/// </summary>
/// <remarks>
/// <para>Head and body stand in one buffer, so that they leave in one send:</para>
/// <code>
/// POST {base path}/user/order HTTP/1.1 … Content-Length: ddd CRLF CRLF
/// {"id":"mm…","market":"…","type":"LIMIT","side":"BUY","qty":"   ← fixed up to here; gaps: length and id
/// 0.00500","price":"84070","timeInForce":"GTT","expiryEpochMillis":…,"fee":"…","nonce":"…", …settlement… [,"cancelId":"mm…"]}
/// </code>
/// <para>
/// Members and their order follow the exchange's own example of an order. A body has 100 to 999 bytes, which the constructor
/// proves, so that the content length always has three digits and the body a fixed place. The buffer holds the API key: pinned,
/// zeroed on disposal.
/// </para>
/// </remarks>
internal sealed class OrderRequestTemplate : IDisposable
{
    private const int ContentLengthDigits = 3;
    private const int MaxBodyLength = 999;

    private readonly byte[] _buffer;
    private readonly byte[] _feeToNonce;
    private readonly byte[] _afterSignature;
    private readonly GridText _price;
    private readonly GridText _size;
    private readonly int _contentLengthOffset;
    private readonly int _bodyOffset;
    private readonly int _idOffset;
    private readonly int _sizeOffset;

    public OrderRequestTemplate(
        HttpTarget target, SecretText apiKey, MarketSettings market, in Felt publicKey, uint positionId, Side side)
    {
        if (market.Name.AsSpan().IndexOfAnyExceptInRange('!', '~') >= 0 || market.Name.AsSpan().IndexOfAny('"', '\\') >= 0)
            throw new ArgumentException($"Market name \"{market.Name}\": expected printable ASCII without quotes.", nameof(market));
        _price = new GridText(market.Tick);
        _size = new GridText(market.Step);
        _feeToNonce = EncodeFeeToNonce(market.MakerFeePico);
        _afterSignature = EncodeAfterSignature(publicKey, positionId);

        _buffer = GC.AllocateArray<byte>(RequestHead.MaxLength(target, apiKey) + market.Name.Length + MaxBodyLength, pinned: true);
        try
        {
            var writer = new TemplateWriter(_buffer, 0);
            writer.Append("POST "u8);
            writer.Append(target.BasePath);
            writer.Append("/user/order HTTP/1.1\r\n"u8);
            RequestHead.Append(ref writer, target, apiKey);
            writer.Append("Content-Type: application/json\r\nContent-Length: "u8);
            _contentLengthOffset = writer.Position;
            writer.Advance(ContentLengthDigits);
            writer.Append("\r\n\r\n"u8);

            _bodyOffset = writer.Position;
            writer.Append("{\"id\":\""u8);
            _idOffset = writer.Position;
            writer.Advance(ExternalId.Length);
            writer.Append("\",\"market\":\""u8);
            writer.Append(market.Name);
            writer.Append("\",\"type\":\"LIMIT\",\"side\":\""u8);
            writer.Append(side == Side.Buy ? "BUY"u8 : "SELL"u8);
            writer.Append("\",\"qty\":\""u8);
            _sizeOffset = writer.Position;
            ProveBodyLength(market.Name);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>Reads what <see cref="Encode"/> writes and copies, so that it is in the caches.</summary>
    public long Touch() => CacheLines.Touch<byte>(_buffer) + CacheLines.Touch<byte>(_feeToNonce) + CacheLines.Touch<byte>(_afterSignature);

    private static ReadOnlySpan<byte> SizeToPrice => "\",\"price\":\""u8;

    private static ReadOnlySpan<byte> PriceToExpiry => "\",\"timeInForce\":\"GTT\",\"expiryEpochMillis\":"u8;

    private static ReadOnlySpan<byte> NonceToR =>
        "\",\"selfTradeProtectionLevel\":\"ACCOUNT\",\"reduceOnly\":false,\"postOnly\":true,\"settlement\":{\"signature\":{\"r\":\""u8;

    private static ReadOnlySpan<byte> CancelId => ",\"cancelId\":\""u8;

    /// <summary>
    /// Encodes a create or, with a number in <see cref="OrderSentPayload.CancelOwnId"/>, a replace. The fields must have passed
    /// <see cref="OrderTerms.TryBuild"/>, which proves that all of them have a text. The request is valid until the next call.
    /// </summary>
    /// <param name="order">The decided fields.</param>
    /// <param name="signature"><see cref="SignedOrder.Text"/>.</param>
    public ReadOnlySpan<byte> Encode(in OrderSentPayload order, ReadOnlySpan<byte> signature)
    {
        Span<byte> buffer = _buffer;
        ExternalId.Write(buffer[_idOffset..], order.OwnId);
        var writer = new TemplateWriter(buffer, _sizeOffset);
        writer.Advance(_size.Write(writer.Rest, order.QuantitySteps));
        writer.Append(SizeToPrice);
        writer.Advance(_price.Write(writer.Rest, order.PriceTicks));
        writer.Append(PriceToExpiry);
        writer.Append((ulong)order.ExpiryMs);
        writer.Append(_feeToNonce);
        writer.Append((ulong)order.Nonce);
        writer.Append(NonceToR);
        writer.Append(signature);
        writer.Append(_afterSignature);
        if (order.CancelOwnId != 0)
        {
            writer.Append(CancelId);
            ExternalId.Write(writer.Rest, order.CancelOwnId);
            writer.Advance(ExternalId.Length);
            writer.Append("\""u8);
        }
        writer.Append("}"u8);
        DecimalText.WriteDigits(buffer.Slice(_contentLengthOffset, ContentLengthDigits), (ulong)(writer.Position - _bodyOffset));
        return buffer[..writer.Position];
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_buffer);

    private static byte[] EncodeFeeToNonce(long makerFeePico)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(makerFeePico);
        string fee = makerFeePico == 0 ? "0" : new GridText(new Grid(makerFeePico, 12)).Format(1);
        return System.Text.Encoding.ASCII.GetBytes($",\"fee\":\"{fee}\",\"nonce\":\"");
    }

    private static byte[] EncodeAfterSignature(in Felt publicKey, uint positionId) =>
        System.Text.Encoding.ASCII.GetBytes($"\"}},\"starkKey\":\"{publicKey}\",\"collateralPosition\":\"{positionId}\"}}");

    private void ProveBodyLength(string market)
    {
        int fixedLength = _sizeOffset - _bodyOffset + SizeToPrice.Length + PriceToExpiry.Length + _feeToNonce.Length + NonceToR.Length
            + _afterSignature.Length + 1;
        int longest = fixedLength + 2 * DecimalText.MaxLength + 2 * 20 + SignedOrder.MaxTextLength + CancelId.Length + ExternalId.Length + 1;
        if (fixedLength < 100 || longest > MaxBodyLength)
            throw new ArgumentException($"Market name \"{market}\": an order may have {longest} bytes, more than {MaxBodyLength}.");
    }
}
