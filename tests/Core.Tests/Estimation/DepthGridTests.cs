using System.Text.Json;
using LowLatencyMM.Core.Estimation;
using LowLatencyMM.Core.Settings;

namespace LowLatencyMM.Core.Tests.Estimation;

public class DepthGridTests
{
    // Defect 10: the documents described another grid than the code built.
    [Fact]
    public void The_grids_of_the_vectors_are_reproduced()
    {
        int checkedGrids = 0;
        foreach (JsonElement vector in VectorFile.Read("strategy-kappa-grid.json").GetProperty("cases").EnumerateArray())
        {
            JsonElement given = vector.GetProperty("in");
            long mid2 = (long)Math.Round(2 * given.Double("mid") / given.Double("tick"));
            var ticks = new long[DepthGrid.MaxPoints];

            int count = DepthGrid.Fill(mid2, given.Double("tick"), given.Text("spacing") == "log" ? GridSpacing.Log : GridSpacing.Linear, ticks);

            JsonElement expected = vector.GetProperty("out");
            Assert.Equal(expected.Long("count"), count);
            if (expected.TryGetProperty("ticks", out JsonElement points))
            {
                Assert.Equal(points.EnumerateArray().Select(tick => tick.GetInt64()), ticks[..count]);
                Assert.Equal(expected.Double("first_usd"), ticks[0] * given.Double("tick"), 1e-9);
                Assert.Equal(expected.Double("last_usd"), ticks[count - 1] * given.Double("tick"), 1e-9);
            }
            else
            {
                // Before it is rounded: no point may have moved by more than half a tick.
                for (int i = 0; i < count; i++)
                    Assert.InRange(ticks[i] * given.Double("tick") - expected.GetProperty("usd")[i].GetDouble(), -0.5001 * 0.1, 0.5001 * 0.1);
            }
            checkedGrids++;
        }
        Assert.Equal(11, checkedGrids);
    }
}
