using System.Buffers;
using System.Globalization;
using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Gateway;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Bench.Orders;

/// <summary>
/// A signed order as the request's JSON body: by the gateway's template, and written with <see cref="Utf8JsonWriter"/> as a careful .NET
/// programmer would: one writer and one buffer for all. Price, numbers and signature differ from order to order.
/// </summary>
internal sealed class OrderRequests : IDisposable
{
    private const uint Vault = 10_002;
    private const int BodyBytes = 1_024;
    private const int Signatures = 16;

    private static readonly HttpTarget Target = new() { Host = "localhost", BasePath = "/api/v1", UserAgent = "bench" };

    private readonly SampleOrder _sample = new();
    private readonly OrderRequestTemplate _template;
    private readonly ArrayBufferWriter<byte> _body = new(BodyBytes);
    private readonly Utf8JsonWriter _writer;
    private readonly StarkSignature[] _signatures = new StarkSignature[Signatures];
    private readonly char[] _text = new char[Felt.MaxHexLength];
    private readonly byte[] _signature = new byte[SignedOrder.MaxTextLength];
    private OrderSentPayload _order;

    public OrderRequests()
    {
        using var apiKey = new SecretText("none");
        _template = new OrderRequestTemplate(Target, apiKey, BenchMarket.Market, _sample.Signer.PublicKey, Vault, Side.Buy);
        _writer = new Utf8JsonWriter(_body);
        for (int i = 0; i < Signatures; i++)
            _sample.Signer.Sign(_sample.Hash(), out _signatures[i]);
        _order.Request = RequestKind.Replace;
        _order.OwnId = 0x1_0000_0001;
        _order.CancelOwnId = 0x1_0000_0000;
        _order.Side = Side.Buy;
        _order.QuantitySteps = 257;
        _order.Nonce = 1_473_459_052;
        _order.ExpiryMs = 1_790_429_100_000;
    }

    /// <summary>Encodes orders with the template, head and body; gives the bytes in all.</summary>
    public long Encode(int times)
    {
        long bytes = 0;
        for (int i = 0; i < times; i++)
            bytes += Template().Length;
        return bytes;
    }

    /// <summary>Writes the same bodies with the writer; gives the bytes in all.</summary>
    public long Write(int times)
    {
        long bytes = 0;
        for (int i = 0; i < times; i++)
            bytes += Written().Length;
        return bytes;
    }

    /// <summary>The next order's body by each of the two ways.</summary>
    public (byte[] Template, byte[] Written) Bodies()
    {
        OrderSentPayload order = _order;
        byte[] request = Template().ToArray();
        _order = order;
        return (request[(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..], Written().ToArray());
    }

    public void Dispose()
    {
        _writer.Dispose();
        _template.Dispose();
        _sample.Dispose();
    }

    private ReadOnlySpan<byte> Template()
    {
        ref readonly StarkSignature signature = ref Next();
        return _template.Encode(in _order, _signature.AsSpan(0, SignedOrder.WriteText(_signature, signature.R, signature.S)));
    }

    private ReadOnlySpan<byte> Written()
    {
        ref readonly StarkSignature signature = ref Next();
        _body.ResetWrittenCount();
        _writer.Reset(_body);
        _writer.WriteStartObject();
        WriteId("id", _order.OwnId);
        _writer.WriteString("market", BenchMarket.Market.Name);
        _writer.WriteString("type", "LIMIT");
        _writer.WriteString("side", _order.Side == Side.Buy ? "BUY" : "SELL");
        WriteDecimal("qty", new decimal((int)_order.QuantitySteps, 0, 0, false, (byte)BenchMarket.Market.Step.Scale));
        WriteDecimal("price", _order.PriceTicks);
        _writer.WriteString("timeInForce", "GTT");
        _writer.WriteNumber("expiryEpochMillis", _order.ExpiryMs);
        WriteDecimal("fee", 0.00025m);
        WriteDecimal("nonce", _order.Nonce);
        _writer.WriteString("selfTradeProtectionLevel", "ACCOUNT");
        _writer.WriteBoolean("reduceOnly", false);
        _writer.WriteBoolean("postOnly", true);
        _writer.WriteStartObject("settlement");
        _writer.WriteStartObject("signature");
        WriteFelt("r", signature.R);
        WriteFelt("s", signature.S);
        _writer.WriteEndObject();
        WriteFelt("starkKey", _sample.Signer.PublicKey);
        WriteDecimal("collateralPosition", Vault);
        _writer.WriteEndObject();
        WriteId("cancelId", _order.CancelOwnId);
        _writer.WriteEndObject();
        _writer.Flush();
        return _body.WrittenSpan;
    }

    private ref readonly StarkSignature Next()
    {
        _order.OwnId++;
        _order.CancelOwnId++;
        _order.Nonce++;
        _order.PriceTicks = BenchMarket.BidTicks + (_order.Nonce & 63);
        return ref _signatures[_order.Nonce % Signatures];
    }

    private void WriteId(string name, long ownId)
    {
        Span<byte> id = stackalloc byte[ExternalId.Length];
        ExternalId.Write(id, ownId);
        _writer.WriteString(name, id);
    }

    private void WriteDecimal(string name, decimal value)
    {
        value.TryFormat(_text, out int length, default, CultureInfo.InvariantCulture);
        _writer.WriteString(name, _text.AsSpan(0, length));
    }

    private void WriteFelt(string name, in Felt value)
    {
        Span<byte> hex = stackalloc byte[Felt.MaxHexLength];
        _writer.WriteString(name, hex[..value.FormatHex(hex)]);
    }
}
