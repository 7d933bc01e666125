using System.Text.Json;
using LowLatencyMM.Core.Events;
using LowLatencyMM.Core.Quoting;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Quoting;

public class GlftTests
{
    public static TheoryData<int> Cases() => VectorFile.Cases("strategy-glft.json");

    public static TheoryData<int> ExactCases() => VectorFile.Cases("strategy-glft-exact.json");

    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_closed_form_quote_of_the_vectors_is_reproduced(int index)
    {
        JsonElement vector = VectorFile.Read("strategy-glft.json").GetProperty("cases")[index];
        JsonElement given = vector.GetProperty("in");
        JsonElement expected = vector.GetProperty("out");
        QuoteInputs inputs = InputsOf(given);
        inputs.WithoutFillRisk = given.GetProperty("xi").ValueKind == JsonValueKind.Number;
        inputs.InventoryLots = given.Double("q") / given.Double("Q");

        Assert.True(QuoteModel.TryQuote(inputs, out double reservation, out double half, out _));

        VectorFile.AssertClose(expected.Double("half_spread"), half, "half-spread");
        VectorFile.AssertClose(expected.Double("reservation"), reservation, "reservation");
        VectorFile.AssertClose(expected.Double("skew_per_lot"), Glft.SkewPerLot(inputs), "skew per lot");
        VectorFile.AssertClose(expected.Double("bid_raw"), reservation - half, "bid");
        VectorFile.AssertClose(expected.Double("ask_raw"), reservation + half, "ask");
        VectorFile.AssertClose(expected.Double("delta_bid"), inputs.FairPrice - (reservation - half), "bid distance", 1e-9 * inputs.FairPrice);
        VectorFile.AssertClose(expected.Double("delta_ask"), reservation + half - inputs.FairPrice, "ask distance", 1e-9 * inputs.FairPrice);
    }

    [Theory]
    [MemberData(nameof(ExactCases))]
    public void Every_exact_quote_of_the_vectors_is_reproduced(int index)
    {
        JsonElement vectors = VectorFile.Read("strategy-glft-exact.json");
        double tolerance = vectors.Double("tolerance");
        JsonElement given = vectors.GetProperty("cases")[index].GetProperty("in");
        JsonElement expected = vectors.GetProperty("cases")[index].GetProperty("out");
        int lots = (int)given.Long("N");
        double kappa = given.Double("kappa");
        double gammaLot = given.Double("gamma") * given.Double("Q");
        double first = Math.Log(1 + gammaLot / kappa) / gammaLot;
        double alpha = expected.Double("alpha");
        double eta = expected.Double("eta");
        var ratios = new double[lots];

        double eigenvalue = GlftTable.Solve(alpha / eta, ratios) * eta;

        VectorFile.AssertClose(expected.Double("lowest_eigenvalue"), eigenvalue, "eigenvalue", tolerance);
        int compared = 0;
        // At N = 60 the two numbers of the vector that are equal by symmetry differ by 1.6e-8: so small an f is beyond the reference's
        // eigensolver. With 60 digits they are 0.109149082206683.
        double edge = lots == 60 ? 2e-8 : tolerance;
        if (lots == 60)
            Assert.Equal(0.109149082206683, -ratios[^1] / kappa + first, 1e-14);
        foreach (JsonElement quote in expected.GetProperty("quotes").EnumerateArray())
        {
            int n = (int)quote.Long("n");
            double within = Math.Abs(n) == lots ? edge : tolerance;
            compared += AssertDistance(quote.GetProperty("delta_bid"), n, ratios, kappa, first, within);
            compared += AssertDistance(quote.GetProperty("delta_ask"), -n, ratios, kappa, first, within);
        }
        Assert.Equal(2 * expected.GetProperty("quotes").GetArrayLength(), compared);
    }

    // Interpolating between the rows of the table must not cost more than a millionth of the distance of a flat quote.
    [Theory]
    [MemberData(nameof(ExactCases))]
    public void The_table_gives_the_exact_quotes_at_every_inventory(int index)
    {
        JsonElement vector = VectorFile.Read("strategy-glft-exact.json").GetProperty("cases")[index];
        JsonElement given = vector.GetProperty("in");
        var table = new GlftTable((int)given.Long("N"));
        QuoteInputs inputs = InputsOf(given);
        inputs.Model = QuoteModelKind.GlftExact;
        inputs.Table = table;

        foreach (JsonElement quote in vector.GetProperty("out").GetProperty("quotes").EnumerateArray())
        {
            inputs.InventoryLots = quote.Long("n");
            Assert.True(QuoteModel.TryQuote(inputs, out double reservation, out double half, out QuoteClamps clamps));

            AssertSide(quote.GetProperty("delta_bid"), inputs.FairPrice - (reservation - half), clamps, QuoteClamps.NoBid);
            AssertSide(quote.GetProperty("delta_ask"), reservation + half - inputs.FairPrice, clamps, QuoteClamps.NoAsk);
        }
    }

    [Fact]
    public void Between_two_inventories_the_table_is_linear()
    {
        var table = new GlftTable(10);
        QuoteInputs inputs = Typical();
        inputs.Model = QuoteModelKind.GlftExact;

        double At(double lots)
        {
            inputs.InventoryLots = lots;
            table.Quote(inputs, out double shift, out double half, out _, out _);
            return half - shift;
        }

        Assert.Equal((3 * At(2) + At(3)) / 4, At(2.25), 1e-12);
        Assert.Equal((3 * At(-4) + At(-3)) / 4, At(-3.75), 1e-12);
    }

    [Theory]
    [InlineData(0.05)]
    [InlineData(1)]
    public void The_closed_form_is_close_to_the_exact_solution_within_half_of_the_inventory(double gamma)
    {
        const int lots = 20;
        var table = new GlftTable(lots);
        QuoteInputs inputs = Typical();
        inputs.GammaLot = gamma * 0.01;

        for (int n = -lots / 2; n <= lots / 2; n++)
        {
            inputs.InventoryLots = n;
            Glft.Quote(inputs, out double shift, out double half);
            table.Quote(inputs, out double exactShift, out double exactHalf, out _, out _);

            double tolerance = n == 0 ? 0.005 : 0.03;
            Assert.InRange((half - shift) / (exactHalf - exactShift), 1 - tolerance, 1 + tolerance);
            Assert.InRange((half + shift) / (exactHalf + exactShift), 1 - tolerance, 1 + tolerance);
        }
    }

    [Fact]
    public void Where_the_exact_model_has_no_side_none_is_quoted()
    {
        QuoteInputs inputs = Typical();
        inputs.Model = QuoteModelKind.GlftExact;
        inputs.Table = new GlftTable(3);
        inputs.TickSize = 0.1;
        inputs.BestBidTicks = 33_834;
        inputs.BestAskTicks = 33_836;
        inputs.InventoryLots = 2.5;

        Assert.True(PricePipeline.TryCompute(inputs, out QuotePrices longSide));
        inputs.InventoryLots = -7;
        Assert.True(PricePipeline.TryCompute(inputs, out QuotePrices shortSide));

        Assert.Equal(0, longSide.BidTicks);
        Assert.True(longSide.AskTicks > 0);
        Assert.Equal(QuoteClamps.NoBid, longSide.Clamps & (QuoteClamps.NoBid | QuoteClamps.NoAsk));
        Assert.Equal(0, shortSide.AskTicks);
        Assert.True(shortSide.BidTicks > 0);
        Assert.Equal(QuoteClamps.NoAsk, shortSide.Clamps & (QuoteClamps.NoBid | QuoteClamps.NoAsk));
    }

    [Fact]
    public void Without_an_intensity_there_is_no_quote()
    {
        QuoteInputs inputs = Typical();
        inputs.Intensity = 0;

        Assert.False(QuoteModel.TryQuote(inputs, out _, out _, out _));
    }

    private static int AssertDistance(JsonElement expected, int n, double[] ratios, double kappa, double first, double tolerance)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(ratios.Length, n);
            return 1;
        }
        double ratio = n >= 0 ? ratios[n] : -ratios[-n - 1];
        VectorFile.AssertClose(expected.GetDouble(), ratio / kappa + first, $"distance at {n}", tolerance);
        return 1;
    }

    private static void AssertSide(JsonElement expected, double actual, QuoteClamps clamps, QuoteClamps none)
    {
        Assert.Equal(expected.ValueKind == JsonValueKind.Null, (clamps & none) != 0);
        if (expected.ValueKind != JsonValueKind.Null)
            Assert.Equal(expected.GetDouble(), actual, 2e-6);
    }

    private static QuoteInputs Typical() => new()
    {
        Model = QuoteModelKind.Glft,
        FairPrice = 3383.5,
        GammaLot = 0.01,
        Kappa = 0.5,
        Intensity = 0.5,
        SigmaRelative = 1e-4,
        SpreadMultiplier = 1,
        SkewMultiplier = 1,
    };

    private static QuoteInputs InputsOf(JsonElement given)
    {
        QuoteInputs inputs = Typical();
        inputs.FairPrice = given.Double("fair");
        inputs.GammaLot = given.Double("gamma") * given.Double("Q");
        inputs.Kappa = given.Double("kappa");
        inputs.Intensity = given.Double("A");
        inputs.SigmaRelative = given.Double("sigma_rel");
        return inputs;
    }
}
