using System.Text.Json;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Quoting;

public class RiskAversionTests
{
    private const long MaxPositionMicro = 1_000_000_000;

    public static TheoryData<int> Cases() => VectorFile.Cases("strategy-gamma-solver.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_solution_of_the_vectors_is_reproduced(int index)
    {
        JsonElement vectors = VectorFile.Read("strategy-gamma-solver.json");
        JsonElement given = vectors.GetProperty("cases")[index].GetProperty("in");
        JsonElement expected = vectors.GetProperty("cases")[index].GetProperty("out");
        double fair = given.Double("fair");
        double lot = given.Double("Q");
        var inputs = new QuoteInputs
        {
            FairPrice = fair,
            Kappa = given.Double("kappa"),
            Intensity = given.Double("A"),
            SigmaRelative = given.Double("sigma_rel"),
            HorizonSeconds = given.Double("tau"),
        };
        double shift = given.Double("skew_at_max_bps") * 1e-4 * fair;
        double maxLots = given.Double("max_position") / lot;

        double avellaneda = RiskAversion.Solve(inputs, shift, maxLots);
        inputs.Model = QuoteModelKind.Glft;
        double glft = RiskAversion.Solve(inputs, shift, maxLots);

        AssertRelative(expected.Double("gamma_q_as"), avellaneda);
        AssertRelative(expected.Double("gamma_as"), avellaneda / lot);
        AssertRelative(expected.Double("gamma_q_glft"), glft);
        AssertRelative(expected.Double("gamma_glft"), glft / lot);

        void AssertRelative(double wanted, double actual) => Assert.InRange(actual / wanted - 1, -1e-7, 1e-7);
    }

    [Fact]
    public void With_max_shift_the_largest_position_shifts_the_reservation_price_by_just_the_target()
    {
        var random = new Random(20260201);
        for (int i = 0; i < 2_000; i++)
        {
            QuoteModelKind model = (QuoteModelKind)(i % 2);
            var settings = new QuotingSettings
            {
                NotionalMicro = 1,
                Model = model,
                GammaMode = GammaMode.MaxShift,
                SkewAtMaxPositionBps = Math.Exp(random.NextDouble() * 8 - 3),
                GlftTerms = (GlftTerms)random.Next(2),
            };
            QuoteInputs inputs = Any(random, model);
            inputs.WithoutFillRisk = settings.GlftTerms == GlftTerms.ModelB;
            double lot = MaxPositionMicro / 1e6 / inputs.FairPrice / (1 + random.Next(100));

            inputs.GammaLot = new RiskAversion(settings, MaxPositionMicro).GammaLot(inputs, lot);
            inputs.InventoryLots = -MaxPositionMicro / 1e6 / inputs.FairPrice / lot;
            Assert.True(QuoteModel.TryQuote(inputs, out double reservation, out _, out _), $"case {i}");

            double shiftBps = (reservation - inputs.FairPrice) / inputs.FairPrice * 1e4;
            Assert.True(Math.Abs(shiftBps / settings.SkewAtMaxPositionBps - 1) < 1e-7, $"case {i}: {shiftBps} for {settings.SkewAtMaxPositionBps}");
        }
    }

    [Fact]
    public void Scaled_by_inventory_it_grows_to_that_of_max_shift_and_never_vanishes()
    {
        var settings = new QuotingSettings { NotionalMicro = 1, GammaMode = GammaMode.InventoryScaled };
        QuoteInputs inputs = Any(new Random(1), QuoteModelKind.AvellanedaStoikov);
        double lot = MaxPositionMicro / 1e6 / inputs.FairPrice / 10;
        double most = new RiskAversion(settings with { GammaMode = GammaMode.MaxShift }, MaxPositionMicro).GammaLot(inputs, lot);
        var scaled = new RiskAversion(settings, MaxPositionMicro);

        double At(double lots)
        {
            inputs.InventoryLots = lots;
            return scaled.GammaLot(inputs, lot);
        }

        Assert.Equal(1e-9 * lot, At(0));
        Assert.Equal(0.3 * most, At(-3), 1e-12 * most);
        Assert.Equal(most, At(10), 1e-12 * most);
        Assert.Equal(most, At(-25), 1e-12 * most);
    }

    [Fact]
    public void Gamma_per_lot_is_taken_as_it_is_and_per_usd_times_the_lot()
    {
        var settings = new QuotingSettings { NotionalMicro = 1, Gamma = 0.4 };
        QuoteInputs inputs = Any(new Random(1), QuoteModelKind.AvellanedaStoikov);

        Assert.Equal(0.4 * 0.02, new RiskAversion(settings, MaxPositionMicro).GammaLot(inputs, 0.02));
        Assert.Equal(0.4, new RiskAversion(settings with { GammaUnits = GammaUnits.PerLot }, MaxPositionMicro).GammaLot(inputs, 0.02));
    }

    private static QuoteInputs Any(Random random, QuoteModelKind model) => new()
    {
        Model = model,
        FairPrice = 1_000 * Math.Exp(random.NextDouble() * 6 - 3),
        Kappa = Math.Exp(random.NextDouble() * 8 - 4),
        Intensity = Math.Exp(random.NextDouble() * 8 - 6),
        SigmaRelative = 1e-4 * Math.Exp(random.NextDouble() * 4 - 2),
        HorizonSeconds = 3_600,
        SpreadMultiplier = 1,
        SkewMultiplier = 1,
    };
}
