namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// Type selectors: starknet_keccak (the low 250 bits of Keccak-256) of the literal type text, its double quotes included.
/// </summary>
internal static class Selectors
{
    /// <summary>"StarknetDomain"("name":"shortstring","version":"shortstring","chainId":"shortstring","revision":"shortstring")</summary>
    public static readonly Felt StarknetDomain = Parse("01ff2f602e42168014d405a94f75e8a93d640751d71d16311266e140d8b0a210");

    /// <summary>
    /// "Order"("position_id":"felt","base_asset_id":"AssetId","base_amount":"i64","quote_asset_id":"AssetId","quote_amount":"i64",
    /// "fee_asset_id":"AssetId","fee_amount":"u64","expiration":"Timestamp","salt":"felt")"PositionId"("value":"u32")
    /// "AssetId"("value":"felt")"Timestamp"("seconds":"u64"), in one line without spaces. The exchange's text, not canonical SNIP-12.
    /// </summary>
    public static readonly Felt Order = Parse("036da8d51815527cabfaa9c982f564c80fa7429616739306036f1f9b608dd112");

    /// <summary>First element of every signed message.</summary>
    public static readonly Felt MessagePrefix = ShortString.ToFelt("StarkNet Message");

    private static Felt Parse(string hex)
    {
        if (!Felt.TryParseHex(hex, out Felt value))
            throw new InvalidOperationException($"The constant {hex} is not a field element.");
        return value;
    }
}
