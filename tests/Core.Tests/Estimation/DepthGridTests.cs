using System.Text.Json;
using LowLatencyMM.Core.Estimation;

namespace LowLatencyMM.Core.Tests.Estimation;

public class DepthGridTests
{
    // Defect 10: the documents described another grid than the code built.
    [Fact]
    public void The_logarithmic_grids_of_the_vectors_are_reproduced()
    {
        int checkedGrids = 0;
        foreach (JsonElement vector in VectorFile.Read("strategy-kappa-grid.json").GetProperty("cases").EnumerateArray())
        {
            JsonElement given = vector.GetProperty("in");
            if (given.Text("spacing") != "log")
                continue;
            long mid2 = (long)Math.Round(2 * given.Double("mid") / given.Double("tick"));
            var ticks = new long[DepthGrid.MaxPoints];

            int count = DepthGrid.Fill(mid2, given.Double("tick"), ticks);

            long[] expected = [.. vector.GetProperty("out").GetProperty("ticks").EnumerateArray().Select(tick => tick.GetInt64())];
            Assert.Equal(expected, ticks[..count]);
            checkedGrids++;
        }
        Assert.Equal(5, checkedGrids);
    }
}
