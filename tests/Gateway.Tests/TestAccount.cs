using System.Text.Json;
using LowLatencyMM.Core.Settings;
using LowLatencyMM.Signing;

namespace LowLatencyMM.Gateway.Tests;

/// <summary>The account and market of the sample requests. The key is the exchange's public test key.</summary>
internal static class TestAccount
{
    public const uint PositionId = 10002;

    public const string ApiKey = "canary-0123456789-api-key";

    public static readonly HttpTarget Target = new()
    {
        Host = "127.0.0.1:8080",
        BasePath = "/api/v1",
        UserAgent = "LowLatencyMM/0.1",
    };

    public static readonly MarketSettings Market = new()
    {
        Name = "BTC-USD",
        Tick = new Grid(1, 0),
        Step = new Grid(1, 5),
        MinOrderSteps = 10,
        MaxLimitOrderValueMicro = 15_000_000_000_000,
        MaxPositionValueMicro = 60_000_000_000_000,
        LimitPriceCapNano = 50_000_000,
        LimitPriceFloorNano = 50_000_000,
        MakerFeePico = 250_000_000,
        TakerFeePico = 500_000_000,
        SyntheticResolution = 1_000_000,
        CollateralResolution = 1_000_000,
        SyntheticId = "0x4254432d3600000000000000000000",
        CollateralId = "0x1",
    };

    public static JsonElement Vectors => Sample("signing-vectors.json");

    public static StarkSigner NewSigner()
    {
        Assert.True(StarkPrivateKey.TryParseHex(Vectors.GetProperty("privateKey").GetString(), out StarkPrivateKey? key));
        using (key)
            return new StarkSigner(key, SigningDomain.Mainnet, PositionId);
    }

    public static JsonElement Sample(string name)
    {
        string path = Path.Combine(AppContext.BaseDirectory, "Samples", name);
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }
}
