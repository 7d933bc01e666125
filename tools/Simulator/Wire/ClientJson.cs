using LowLatencyMM.Simulator.Matching;

namespace LowLatencyMM.Simulator.Wire;

/// <summary>What is told of the client and its account besides orders and money.</summary>
internal static class ClientJson
{
    public static void WriteAccount(Utf8Text text) => text
        .Raw("{\"accountId\":"u8).Integer(DemoAccount.AccountId)
        .Raw(",\"description\":\"Main\",\"accountIndex\":0,\"status\":\"ACTIVE\",\"l2Key\":"u8).Quoted(DemoAccount.StarkPublicKey)
        .Raw(",\"l2Vault\":"u8).Quoted(DemoAccount.Vault, "0")
        .Raw(",\"bridgeStarknetAddress\":\"0x0\"}"u8);

    public static void WriteClient(Utf8Text text) => text.Raw(
        "{\"id\":1,\"evmWalletAddress\":\"0x0\",\"starknetWalletAddress\":\"0x0\",\"referralLinkCode\":\"\"}"u8);

    public static void WriteFees(Utf8Text text, MarketRules rules) => text
        .Raw("{\"market\":"u8).Quoted(rules.Name)
        .Raw(",\"makerFeeRate\":"u8).Quoted(rules.MakerFeeRate, "F5")
        .Raw(",\"takerFeeRate\":"u8).Quoted(rules.TakerFeeRate, "F5")
        .Raw(",\"builderFeeRate\":\"0\"}"u8);

    public static void WriteLeverage(Utf8Text text, Position position) => text
        .Raw("{\"market\":"u8).Quoted(position.Market.Rules.Name)
        .Raw(",\"leverage\":"u8).Quoted(position.Leverage, "F2").Raw((byte)'}');

    /// <summary>No rebate is ever earned here.</summary>
    public static void WriteRebates(Utf8Text text) => text.Raw(
        "{\"totalPaid\":\"0\",\"rebatesRate\":\"0\",\"marketShare\":\"0\",\"nextTierMakerShare\":\"0.005\",\"nextTierRebateRate\":\"0.00002\"}"u8);

    public static void WriteDeposit(Utf8Text text, decimal amount, long timeMs) => text
        .Raw("{\"id\":\"1\",\"type\":\"DEPOSIT\",\"status\":\"COMPLETED\",\"amount\":"u8).Quoted(amount, "F6")
        .Raw(",\"fee\":\"0\",\"asset\":1,\"time\":"u8).Integer(timeMs)
        .Raw(",\"accountId\":"u8).Integer(DemoAccount.AccountId).Raw((byte)'}');
}
