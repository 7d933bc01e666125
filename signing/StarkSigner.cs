using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LowLatencyMM.Signing.Arithmetic;
using LowLatencyMM.Signing.Curve;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing;

/// <summary>
/// Hashes and signs one account's orders, bit for bit as the exchange's own signer. <see cref="HashOrder"/>, <see cref="Sign"/> and
/// <see cref="SignOrder"/> allocate nothing.
/// </summary>
/// <remarks>
/// Not thread-safe: one per gateway thread (the generator's table is shared). Kept between orders: the states after selector and
/// position and after prefix and domain (seven permutations instead of nine); for the last 64 signed sizes the state after base asset and
/// amount (six); for the last 256 quotes, or those prepared, the state after both collateral amounts (four). The key's copies are pinned
/// and zeroed on disposal.
/// </remarks>
public sealed class StarkSigner : IDisposable
{
    private const int BaseSlotBits = 6;
    private const int QuoteSlotBits = 8;

    private readonly Secrets[] _secrets = GC.AllocateArray<Secrets>(1, pinned: true);
    private readonly GeneratorTable _table;
    private readonly StateCache<BaseKey> _baseStates = new(BaseSlotBits);
    private readonly StateCache<QuoteKey> _quoteStates = new(QuoteSlotBits);
    private readonly StateCache<BaseKey> _receiverStates = new(BaseSlotBits);
    private readonly PoseidonState _orderStart;
    private readonly PoseidonState _limitOrderStart;
    private readonly PoseidonState _messageStart;
    private readonly FieldElement _publicKey;
    private readonly uint _positionId;
    private bool _disposed;

    /// <summary>Prepares tables and states and tests the whole path before the first order depends on it.</summary>
    /// <param name="key">The account's key; copied, so the caller may dispose it afterwards.</param>
    /// <param name="domain">The exchange's signing domain.</param>
    /// <param name="positionId">The account's position; orders of another one hash right, but slower.</param>
    /// <param name="publicKey">The public key that the exchange knows the account by, if the caller has it: a key of another account is refused.</param>
    /// <param name="lookup">How entries of the generator's table are found.</param>
    /// <exception cref="ArgumentException">
    /// The key does not belong to <paramref name="publicKey"/> (neither is shown: they are easily exchanged), or a text of the domain is no short string.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    /// <exception cref="CryptographicException">The self-test failed: nothing may be signed in this process.</exception>
    public StarkSigner(
        StarkPrivateKey key, SigningDomain domain, uint positionId, Felt? publicKey = null, TableLookup lookup = TableLookup.Scanned)
        : this(positionId, domain, key, lookup)
    {
        SignerSelfTest.ReproduceKnownAnswer();
        SignerSelfTest.VerifyOwnSignature(this);
        if (publicKey is not { } expected || expected == PublicKey)
            return;
        Dispose();
        throw new ArgumentException("The public key does not belong to the private key.", nameof(publicKey));
    }

    private StarkSigner(uint positionId, SigningDomain domain, StarkPrivateKey key, TableLookup lookup)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(domain);
        _table = lookup == TableLookup.Indexed ? GeneratorTable.Indexed : GeneratorTable.Scanned;
        ref Secrets secrets = ref _secrets[0];
        secrets.PrivateKeyMontgomery = ScalarField.ToMontgomery(key.Scalar);
        secrets.Nonces = new NonceGenerator(key.Scalar);
        PublicKey = key.DerivePublicKey();
        _publicKey = PublicKey.ToFieldElement();
        _positionId = positionId;
        _orderStart = OrderHash.Start(positionId);
        _limitOrderStart = LimitOrderHash.Start(positionId);
        _messageStart = MessageEnvelope.Start(domain.Hash);
    }

    /// <summary>The account's Stark key: the x coordinate of d·G.</summary>
    public Felt PublicKey { get; }

    /// <summary>A signer that has not been tested yet: what the self-test itself signs with.</summary>
    internal static StarkSigner CreateUntested(StarkPrivateKey key, SigningDomain domain, uint positionId) =>
        new(positionId, domain, key, TableLookup.Scanned);

    /// <summary>The message hash of an order; equal to <see cref="OrderHash.Compute"/> with this signer's domain and key.</summary>
    public Felt HashOrder(in OrderMessage order)
    {
        FieldElement structHash = order.PositionId == _positionId
            ? OrderHash.Finish(QuoteState(order), order)
            : OrderHash.ComputeStruct(order);
        return MessageEnvelope.Finish(_messageStart, _publicKey, structHash);
    }

    /// <summary>
    /// Computes and keeps all that the hash of such an order owes to account, market, size, price and fee, so that <see cref="HashOrder"/>
    /// has four permutations left whatever expiration and salt will be: for the prices around the quote, in idle time. An order of
    /// another position is left alone.
    /// </summary>
    public void PrepareOrder(in OrderMessage order)
    {
        if (order.PositionId == _positionId)
            QuoteState(order);
    }

    /// <summary>The message hash of a vault order; equal to <see cref="LimitOrderHash.Compute"/> with this signer's domain and key.</summary>
    public Felt HashLimitOrder(in LimitOrderMessage order)
    {
        FieldElement structHash = order.SourcePositionId == _positionId
            ? LimitOrderHash.Finish(ReceiverState(order), order)
            : LimitOrderHash.ComputeStruct(order);
        return MessageEnvelope.Finish(_messageStart, _publicKey, structHash);
    }

    /// <summary>The message hash of a transfer; equal to <see cref="TransferHash.Compute"/> with this signer's domain and key.</summary>
    public Felt HashTransfer(in TransferMessage transfer) =>
        MessageEnvelope.Finish(_messageStart, _publicKey, TransferHash.ComputeStruct(transfer));

    /// <summary>The message hash of a withdrawal; equal to <see cref="WithdrawHash.Compute"/> with this signer's domain and key.</summary>
    public Felt HashWithdrawal(in WithdrawMessage withdrawal) =>
        MessageEnvelope.Finish(_messageStart, _publicKey, WithdrawHash.ComputeStruct(withdrawal));

    /// <summary>Signs a message hash; the same hash always gives the same signature.</summary>
    /// <exception cref="ObjectDisposedException">The signer was disposed.</exception>
    public SignStatus Sign(in Felt messageHash, out StarkSignature signature)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        UInt256 message = messageHash.Value;
        if (!message.IsBelowTwoPow251)
        {
            signature = default;
            return SignStatus.MessageOutOfRange;
        }

        ref Secrets secrets = ref _secrets[0];
        // A nonce is of no use once in about 2^54 signatures; each further one starts the generator anew with the next seed.
        for (ulong seed = 0; ; seed++)
        {
            UInt256 nonce = secrets.Nonces.Next(message, new UInt256(seed, 0, 0, 0));
            bool signed = Ecdsa.TrySign(_table, secrets.PrivateKeyMontgomery, message, nonce, out signature);
            if (signed)
                return SignStatus.Signed;
        }
    }

    /// <summary>
    /// Hashes and signs an order and writes r and s as the exchange takes them: "0x" and hex in lower case without leading zeros. Writes
    /// nothing unless the status is <see cref="SignStatus.Signed"/>.
    /// </summary>
    /// <param name="order">The order's terms as settled.</param>
    /// <param name="messageHash">What was signed.</param>
    /// <param name="r">At least <see cref="Felt.MaxHexLength"/> bytes.</param>
    /// <param name="rLength">Bytes written to <paramref name="r"/>.</param>
    /// <param name="s">At least <see cref="Felt.MaxHexLength"/> bytes.</param>
    /// <param name="sLength">Bytes written to <paramref name="s"/>.</param>
    /// <exception cref="ArgumentException">A buffer is too short; nothing was signed.</exception>
    /// <exception cref="ObjectDisposedException">The signer was disposed.</exception>
    public SignStatus SignOrder(in OrderMessage order, out Felt messageHash, Span<byte> r, out int rLength, Span<byte> s, out int sLength)
    {
        if (r.Length < Felt.MaxHexLength || s.Length < Felt.MaxHexLength)
            ThrowTooShort(Math.Min(r.Length, s.Length));
        rLength = sLength = 0;
        messageHash = HashOrder(order);
        SignStatus status = Sign(messageHash, out StarkSignature signature);
        if (status != SignStatus.Signed)
            return status;
        rLength = signature.R.FormatHex(r);
        sLength = signature.S.FormatHex(s);
        return status;
    }

    /// <summary>A fixed mask: a signer holds a key.</summary>
    public override string ToString() => SecretText.Mask;

    /// <summary>Zeroes every copy of the key.</summary>
    public void Dispose()
    {
        _disposed = true;
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(_secrets.AsSpan()));
    }

    [DoesNotReturn]
    private static void ThrowTooShort(int length) =>
        throw new ArgumentException($"A buffer for the signature has {length} bytes, expected at least {Felt.MaxHexLength}.");

    private PoseidonState QuoteState(in OrderMessage order)
    {
        QuoteKey key = QuoteKey.Of(order);
        if (_quoteStates.TryGet(key, out PoseidonState state))
            return state;
        if (!_baseStates.TryGet(key.Base, out state))
        {
            state = _orderStart;
            OrderHash.AbsorbBase(ref state, order);
            _baseStates.Set(key.Base, state);
        }

        OrderHash.AbsorbQuoteAndFee(ref state, order);
        _quoteStates.Set(key, state);
        return state;
    }

    private PoseidonState ReceiverState(in LimitOrderMessage order)
    {
        BaseKey key = new(order.BaseAssetId, order.ReceivePositionId);
        if (_receiverStates.TryGet(key, out PoseidonState state))
            return state;
        state = _limitOrderStart;
        LimitOrderHash.AbsorbReceiver(ref state, order);
        _receiverStates.Set(key, state);
        return state;
    }

    private struct Secrets
    {
        public UInt256 PrivateKeyMontgomery;
        public NonceGenerator Nonces;
    }
}
