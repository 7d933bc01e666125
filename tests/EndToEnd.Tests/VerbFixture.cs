using System.Text.Json;
using LowLatencyMM.EndToEnd.Tests.Support;
using LowLatencyMM.Host;
using LowLatencyMM.Simulator;
using LowLatencyMM.Tests.Support;

namespace LowLatencyMM.EndToEnd.Tests;

/// <summary>A simulator of three markets in which time almost stands still, and the built binary that talks to it.</summary>
public sealed class VerbFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    public SimulatorServer Exchange { get; private set; } = null!;

    public string Folder => _folder.Path;

    public async Task InitializeAsync() => Exchange = await SimulatorServer.StartAsync(
        new SimulatorOptions { Markets = SimulatorOptions.ThreeMarkets, Speed = 0.01, RequestsPerMinute = 0 });

    public async Task DisposeAsync()
    {
        await Exchange.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>Runs a verb against the simulator with its keys; whatever it says must hold no secret.</summary>
    public Task<(int ExitCode, string Output, string Error)> Run(params string[] verb) =>
        RunWith(DemoKeys.Variables, [.. verb, "--url", Exchange.RestBase.ToString()]);

    /// <summary>Runs a verb as it stands.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunWith(IReadOnlyDictionary<string, string>? keys, params string[] verb)
    {
        // A verb lives a second: code need not be made fast at once, as the engine asks for. Halves the processor time.
        var environment = new Dictionary<string, string>(keys ?? new Dictionary<string, string>()) { ["DOTNET_TC_CallCountingDelayMs"] = "100" };
        (int exitCode, string output, string error) = await LlmmProcess.RunAsync(Folder, environment, verb);
        RequireNoSecret(output + error, verb);
        return (exitCode, output, error);
    }

    /// <summary>Runs a verb that must succeed and gives the one object that it prints.</summary>
    public async Task<JsonElement> Json(params string[] verb)
    {
        (int exitCode, string output, string error) = await Run([.. verb, "--json"]);
        Assert.True(exitCode == ExitCode.Ok, $"llmm {string.Join(' ', verb)}: exit code {exitCode}: {error}");
        return JsonDocument.Parse(output).RootElement;
    }

    /// <summary>Runs a verb that must succeed and gives what it prints for people.</summary>
    public async Task<string> Text(params string[] verb)
    {
        (int exitCode, string output, string error) = await Run(verb);
        Assert.True(exitCode == ExitCode.Ok, $"llmm {string.Join(' ', verb)}: exit code {exitCode}: {error}");
        return output;
    }

    /// <summary>Runs a verb for programs and for people.</summary>
    public async Task<(JsonElement Json, string Text)> Both(params string[] verb)
    {
        Task<JsonElement> json = Json(verb);
        Task<string> text = Text(verb);
        return (await json, await text);
    }

    /// <summary>Looks at the exchange and at what <paramref name="verb"/> says of it until nothing has changed in between.</summary>
    public async Task<(ExchangeState State, JsonElement Said)> Undisturbed<T>(Func<ExchangeState, T> figures, params string[] verb)
        where T : notnull
    {
        for (int attempt = 0; attempt < 20; attempt++)
        {
            ExchangeState before = await Exchange.GetStateAsync();
            JsonElement said = await Json(verb);
            ExchangeState after = await Exchange.GetStateAsync();
            if (figures(before).Equals(figures(after)))
                return (after, said);
        }
        throw new Xunit.Sdk.XunitException("The market never stood still while the verb looked at it.");
    }

    private static void RequireNoSecret(string said, string[] verb)
    {
        string place = string.Join(' ', verb);
        Assert.False(said.Contains(DemoAccount.ApiKey, StringComparison.OrdinalIgnoreCase), $"llmm {place} prints the API key");
        Assert.False(said.Contains(DemoAccount.StarkPrivateKey[2..], StringComparison.OrdinalIgnoreCase), $"llmm {place} prints the private key");
    }
}
