using System.CommandLine;
using LowLatencyMM.Bench.Codec;
using LowLatencyMM.Bench.Compare;
using LowLatencyMM.Bench.Frames;
using LowLatencyMM.Bench.Gate;
using LowLatencyMM.Bench.Ladder;
using LowLatencyMM.Bench.Parsing;
using LowLatencyMM.Bench.Replay;
using LowLatencyMM.Bench.Ring;
using LowLatencyMM.Bench.Suites;
using LowLatencyMM.Bench.TickToOrder;
using LowLatencyMM.Bench.Wire;
using LowLatencyMM.Host;

var root = new RootCommand(
    "Measures LowLatencyMM. Anything that is not one of the commands goes to BenchmarkDotNet: --list flat, --filter '*Parse*'.")
{
    RingVerb.Create(),
    FrameVerb.Create(),
    LadderVerb.Create(),
    ParseVerb.Create(),
    CodecVerb.Create(),
    WireVerb.Create(),
    HttpVerb.Create(),
    TickToOrderVerb.Create(),
    FrameSender.Create(),
    OrderEndpoint.Create(),
    ReplayVerb.Create(),
    GateVerb.Create(),
    GateMeasureVerb.Create(),
    CompareVerb.Create(),
};
bool isSuite = args.Length > 0 && args[0] is not ("-h" or "-?" or "--help" or "--version")
    && root.Subcommands.All(command => command.Name != args[0]);
if (isSuite)
    return BenchmarkSuites.Run(args);
#if DEBUG
Console.Error.WriteLine("llmm-bench: this is a debug build; its figures say nothing. Use -c Release.");
#endif
ParseResult parsed = root.Parse(args.Length == 0 ? ["--help"] : args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors)
        Console.Error.WriteLine($"llmm-bench: {error.Message}");
    Console.Error.WriteLine($"llmm-bench: see 'llmm-bench {parsed.CommandResult.Command.Name} --help'");
    return ExitCode.Usage;
}
try
{
    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UserErrorException error)
{
    Console.Error.WriteLine($"llmm-bench: {error.Message}");
    return error.ExitCode;
}
