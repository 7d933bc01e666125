using System.Globalization;
using System.Text.Json;

namespace LowLatencyMM.Fitting.Tests;

public class QuantilesTests
{
    [Fact]
    public void The_quantiles_of_students_t_are_those_of_the_vectors()
    {
        JsonElement vectors = Vectors.Read("strategy-ols.json");
        JsonElement table = vectors.GetProperty("t975_by_df");
        int compared = 0;
        foreach (JsonProperty row in table.EnumerateObject())
        {
            double quantile = Quantiles.StudentT95(int.Parse(row.Name, CultureInfo.InvariantCulture));
            Assert.True(Math.Abs(quantile / row.Value.GetDouble() - 1) <= 1e-9, $"{row.Name}: {quantile:R} and {row.Value.GetDouble():R}");
            compared++;
        }

        Assert.Equal(30, compared);
        Assert.Equal(vectors.GetProperty("cases")[0].GetProperty("out").Double("t975"), Quantiles.StudentT95(3), 1e-8);
    }
}
