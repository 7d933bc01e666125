using System.Text.Json;
using LowLatencyMM.Core.Estimation;

namespace LowLatencyMM.Core.Tests.Estimation;

public class EwmaVarianceTests
{
    private const double Tolerance = 1e-12;

    [Fact]
    public void The_path_on_a_regular_clock_is_that_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-sigma.json");
        JsonElement mids = vectors.GetProperty("in").GetProperty("mids");
        JsonElement expected = vectors.GetProperty("out").GetProperty("ewma");
        var variance = new EwmaVariance(expected.Double("half_life_s"));
        var path = new List<double>();

        for (int i = 1; i < mids.GetArrayLength(); i++)
        {
            variance.Add(Math.Log(mids[i].GetDouble() / mids[i - 1].GetDouble()), 1);
            path.Add(variance.Sigma);
        }

        JsonElement index = expected.GetProperty("path_index");
        for (int i = 0; i < index.GetArrayLength(); i++)
            Assert.Equal(expected.GetProperty("sigma_rel_path")[i].GetDouble(), path[index[i].GetInt32()], Tolerance);
    }

    [Fact]
    public void The_path_on_an_irregular_clock_is_that_of_the_vectors()
    {
        JsonElement vectors = VectorFile.Read("strategy-sigma.json").GetProperty("irregular_ewma");
        JsonElement points = vectors.GetProperty("in").GetProperty("ms_mid");
        JsonElement path = vectors.GetProperty("out").GetProperty("sigma_rel_path");
        var variance = new EwmaVariance(vectors.GetProperty("in").Double("half_life_s"));
        double last = points[0][1].GetDouble();

        for (int i = 1; i < points.GetArrayLength(); i++)
        {
            double seconds = (points[i][0].GetDouble() - points[i - 1][0].GetDouble()) / 1000;
            double mid = points[i][1].GetDouble();
            if (seconds > 0)
            {
                variance.Add(Math.Log(mid / last), seconds);
                Assert.Equal(path[i - 1].GetDouble(), variance.Sigma, Tolerance);
            }
            last = mid;
        }
    }
}
