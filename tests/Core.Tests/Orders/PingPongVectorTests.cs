using System.Text.Json;

namespace LowLatencyMM.Core.Tests.Orders;

public class PingPongVectorTests
{
    private static readonly JsonElement Vectors = VectorFile.Read("strategy-pingpong.json");

    public static TheoryData<string> Scripts() => [.. Vectors.GetProperty("scenarios").EnumerateArray().Select(scenario => scenario.Text("name"))];

    [Fact]
    public void The_vectors_hold_twenty_four_scripts() => Assert.Equal(24, Scripts().Count);

    [Theory]
    [MemberData(nameof(Scripts))]
    public void Every_command_state_position_and_mode_of_a_script_comes_out(string name)
    {
        JsonElement scenario = Vectors.GetProperty("scenarios").EnumerateArray().Single(each => each.Text("name") == name);
        var script = new PingPongScript(Vectors.GetProperty("default_cfg"), scenario);

        foreach (JsonElement step in scenario.GetProperty("steps").EnumerateArray())
        {
            script.Play(step);

            string at = $"at {step.Long("t")} ms ({step.Text("ev")})";
            string expected = string.Join("; ", step.GetProperty("cmd").EnumerateArray().Select(command => string.Join(' ', command.EnumerateArray())));
            Assert.Equal($"{at}: {expected}", $"{at}: {string.Join("; ", script.Commands)}");
            Assert.Equal(
                $"{at}: {step.Text("state")} {step.Long("pos")} {step.Text("mode")}", $"{at}: {script.State} {script.Position} {script.Mode}");
        }
    }
}
