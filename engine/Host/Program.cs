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
};
ParseResult parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"llmm: {error.Message}");
    Console.Error.WriteLine($"llmm: see 'llmm {string.Concat(Verbs(parsed.CommandResult).Reverse().Select(v => v + " "))}--help'");
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

// The verbs from the innermost outwards, without the program itself.
static IEnumerable<string> Verbs(CommandResult innermost)
{
    for (CommandResult verb = innermost; verb.Parent is CommandResult parent; verb = parent)
        yield return verb.Command.Name;
}
