using System.CommandLine;
using System.CommandLine.Parsing;
using LowLatencyMM.Host;
using LowLatencyMM.Host.Verbs;

var root = new RootCommand("LowLatencyMM: a market-making engine for the Extended exchange.")
{
    DemoVerb.Create(),
    ReplayVerb.Create(),
    JournalVerb.Create(),
    RunVerb.Create(),
    SimVerb.Create(),
    SignVerb.Create(),
    EstimateVerb.Create(),
    SpreadsVerb.Create(),
    MarketVerb.Create(),
    AccountVerb.Create(),
    OrderVerb.Create(),
    CollectVerb.Create(),
    ConfigVerb.Create(),
    DoctorVerb.Create(),
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    string verb = string.Join(' ', PathOf(parsed.CommandResult));
    Console.Error.WriteLine($"llmm: {string.Join(" ", parsed.Errors.Select(error => error.Message))} See '{verb} --help'.");
    return ExitCode.Usage;
}
try
{
    // The session handles signals itself: it has orders to cancel first.
    return await parsed.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
}
catch (UserErrorException error)
{
    Console.Error.WriteLine($"llmm: {error.Message}");
    return error.ExitCode;
}
catch (Exception error) when (error is IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine($"llmm: {error.Message}");
    return ExitCode.Failure;
}

static IEnumerable<string> PathOf(CommandResult command) =>
    command.Parent is CommandResult parent ? [.. PathOf(parent), command.Command.Name] : ["llmm"];
