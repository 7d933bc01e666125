using System.Text.Json;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.Host.Tests;

/// <summary>One short demo by the built binary; the verbs' tests look at what it printed and at its journal.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>The working folder, with the sessions in <c>out/demo</c>.</summary>
    public string Folder => _folder.Path;

    public int DemoExitCode { get; private set; }

    public string DemoOutput { get; private set; } = "";

    public string DemoLog { get; private set; } = "";

    public JsonElement Demo { get; private set; }

    /// <summary>The session's folder.</summary>
    public string Session => Demo.GetProperty("journal").GetString()!;

    public async Task InitializeAsync()
    {
        (DemoExitCode, DemoOutput, DemoLog) = await Llmm("demo", "--duration", "5", "--speed", "3", "--json");
        Demo = JsonDocument.Parse(DemoOutput).RootElement;
    }

    public Task DisposeAsync()
    {
        _folder.Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Runs the binary in <see cref="Folder"/>.</summary>
    public Task<(int ExitCode, string Output, string Error)> Llmm(params string[] arguments) => LlmmProcess.RunAsync(Folder, null, arguments);

    /// <summary>Runs the binary and parses the one object that it prints.</summary>
    public async Task<(int ExitCode, JsonElement Json)> LlmmJson(params string[] arguments)
    {
        (int exitCode, string output, _) = await Llmm([.. arguments, "--json"]);
        return (exitCode, JsonDocument.Parse(output).RootElement);
    }
}
