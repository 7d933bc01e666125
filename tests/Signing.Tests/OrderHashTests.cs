using System.Globalization;
using System.Text.Json;

namespace LowLatencyMM.Signing.Tests;

public class OrderHashTests
{
    [Fact]
    public void Every_vector_gives_the_exchanges_message_hash()
    {
        foreach (JsonElement vector in VectorFile.Cases("order-hash.json", "vectors"))
        {
            JsonElement input = vector.GetProperty("input");
            JsonElement expected = vector.GetProperty("expected");
            Felt domainHash = Domain(input.GetProperty("domain")).Hash;

            Felt hash = OrderHash.Compute(domainHash, input.Felt("user_public_key"), Order(input));

            Assert.Equal(expected.Felt("domain_hash"), domainHash);
            Assert.Equal(expected.Felt("message_hash"), hash);
        }
    }

    [Fact]
    public void The_two_networks_have_their_known_domain_hashes()
    {
        Assert.Equal("0x38d7910d4785470e8138ba27e6130abe78124c7f39b2af4c28a5a426e631b79", SigningDomain.Mainnet.Hash.ToString());
        Assert.Equal("0x62a6f0272bbf7ebbc25bf7432754da4522ff6d54a9c1015f3d4248a0b3941e7", SigningDomain.Testnet.Hash.ToString());
    }

    internal static SigningDomain Domain(JsonElement domain) => new(
        domain.GetProperty("name").GetString()!,
        domain.GetProperty("version").GetString()!,
        domain.GetProperty("chain_id").GetString()!,
        uint.Parse(domain.GetProperty("revision").GetString()!, CultureInfo.InvariantCulture));

    internal static OrderMessage Order(JsonElement input) => new()
    {
        PositionId = uint.Parse(Text(input, "position_id"), CultureInfo.InvariantCulture),
        BaseAssetId = input.Felt("base_asset_id"),
        BaseAmount = long.Parse(Text(input, "base_amount"), CultureInfo.InvariantCulture),
        QuoteAssetId = input.Felt("quote_asset_id"),
        QuoteAmount = long.Parse(Text(input, "quote_amount"), CultureInfo.InvariantCulture),
        FeeAssetId = input.Felt("fee_asset_id"),
        FeeAmount = ulong.Parse(Text(input, "fee_amount"), CultureInfo.InvariantCulture),
        ExpirationSeconds = ulong.Parse(Text(input, "expiration"), CultureInfo.InvariantCulture),
        Salt = ulong.Parse(Text(input, "salt"), CultureInfo.InvariantCulture),
    };

    private static string Text(JsonElement input, string property) => input.GetProperty(property).GetString()!;
}
