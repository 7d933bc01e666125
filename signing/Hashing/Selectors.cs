namespace LowLatencyMM.Signing.Hashing;

/// <summary>
/// Type selectors: <see cref="StarknetKeccak"/> of the literal type text. The texts are the exchange's, not canonical SNIP-12, so no
/// typed-data library would arrive at them.
/// </summary>
internal static class Selectors
{
    /// <summary>Text of <see cref="StarknetDomain"/>; the double quotes are part of it.</summary>
    public const string StarknetDomainText =
        "\"StarknetDomain\"(\"name\":\"shortstring\",\"version\":\"shortstring\",\"chainId\":\"shortstring\",\"revision\":\"shortstring\")";

    /// <summary>Text of <see cref="Order"/>.</summary>
    public const string OrderText = "\"Order\"(\"position_id\":\"felt\"," + Trade + Referenced;

    /// <summary>Text of <see cref="LimitOrder"/>.</summary>
    public const string LimitOrderText =
        "\"LimitOrder\"(\"source_position\":\"PositionId\",\"receive_position\":\"PositionId\"," + Trade + Referenced;

    /// <summary>Text of <see cref="Transfer"/>.</summary>
    public const string TransferText = "\"TransferArgs\"(\"recipient\":\"PositionId\"," + Payment + Referenced;

    /// <summary>Text of <see cref="Withdraw"/>.</summary>
    public const string WithdrawText = "\"WithdrawArgs\"(\"recipient\":\"ContractAddress\"," + Payment + Referenced;

    private const string Trade =
        "\"base_asset_id\":\"AssetId\",\"base_amount\":\"i64\",\"quote_asset_id\":\"AssetId\",\"quote_amount\":\"i64\","
        + "\"fee_asset_id\":\"AssetId\",\"fee_amount\":\"u64\",\"expiration\":\"Timestamp\",\"salt\":\"felt\")";

    private const string Payment =
        "\"position_id\":\"PositionId\",\"collateral_id\":\"AssetId\",\"amount\":\"u64\",\"expiration\":\"Timestamp\",\"salt\":\"felt\")";

    private const string Referenced = "\"PositionId\"(\"value\":\"u32\")\"AssetId\"(\"value\":\"felt\")\"Timestamp\"(\"seconds\":\"u64\")";

    public static readonly Felt StarknetDomain = Parse("01ff2f602e42168014d405a94f75e8a93d640751d71d16311266e140d8b0a210");

    public static readonly Felt Order = Parse("036da8d51815527cabfaa9c982f564c80fa7429616739306036f1f9b608dd112");

    public static readonly Felt LimitOrder = Parse("03c79b3b5997e78a29ab2fb5e8bc8244f222c5e01ae914c10f956bd0f805199a");

    public static readonly Felt Transfer = Parse("01db88e2709fdf2c59e651d141c3296a42b209ce770871b40413ea109846a3b4");

    public static readonly Felt Withdraw = Parse("0250a5fa378e8b771654bd43dcb34844534f9d1e29e16b14760d7936ea7f4b1d");

    /// <summary>First element of every signed message.</summary>
    public static readonly Felt MessagePrefix = ShortString.ToFelt("StarkNet Message");

    private static Felt Parse(string hex)
    {
        if (!Felt.TryParseHex(hex, out Felt value))
            throw new InvalidOperationException($"The constant {hex} is not a field element.");
        return value;
    }
}
