using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway;

/// <summary>
/// An order's hash and signature in the two forms in which they leave: the ring's bytes, and the text that stands in the request. Who signs writes
/// both, so that who finds an order signed only copies.
/// </summary>
public struct SignedOrder
{
    /// <summary>Most bytes of <see cref="Text"/>.</summary>
    public const int MaxTextLength = 2 * Felt.MaxHexLength + 7;

    /// <summary>Hash, r and s as the ring has them.</summary>
    public OrderSignedPayload Payload;

    private SignatureText _text;
    private int _length;

    /// <summary>r and s as they stand in a request's body, with what stands between them.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Text => ((ReadOnlySpan<byte>)_text)[.._length];

    private static ReadOnlySpan<byte> RToS => "\",\"s\":\""u8;

    /// <summary>Takes what was signed.</summary>
    public void Set(in Felt hash, in StarkSignature signature)
    {
        hash.WriteBigEndian(Payload.Hash);
        signature.R.WriteBigEndian(Payload.R);
        signature.S.WriteBigEndian(Payload.S);
        _length = WriteText(_text, signature.R, signature.S);
    }

    /// <summary>Writes <see cref="Text"/>; returns its length, at most <see cref="MaxTextLength"/>.</summary>
    public static int WriteText(Span<byte> utf8, in Felt r, in Felt s)
    {
        int length = r.FormatHex(utf8);
        RToS.CopyTo(utf8[length..]);
        length += RToS.Length;
        return length + s.FormatHex(utf8[length..]);
    }

    [InlineArray(MaxTextLength)]
    private struct SignatureText
    {
        private byte _first;
    }
}
