using System.CommandLine;
using System.Text.Json;
using LowLatencyMM.Host.Configuration;
using LowLatencyMM.Host.Display;
using LowLatencyMM.Journal;
using LowLatencyMM.Replay;
using LowLatencyMM.Signing;
using LowLatencyMM.Simulator;

namespace LowLatencyMM.Host.Verbs;

/// <summary><c>replay DIR</c>: proves from the journal alone that every decision and every signature comes out again.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var directory = new Argument<string>("DIR") { Description = "A session's folder, or the folder of sessions, of which the newest is taken." };
        Option<bool> json = Options.Json();
        var command = new Command("replay", "Replay a journal and compare every decision, hash and signature with the recorded ones.") { directory, json };
        command.SetAction(parsed => Run(parsed.GetRequiredValue(directory), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string directory, bool json)
    {
        ReplayResult result = JournalErrors.Translate(() =>
        {
            using StarkPrivateKey? key = FindKey(directory);
            return JournalReplay.Run(directory, key);
        });
        if (json)
            PrintJson(result);
        else
            Print(result);
        return result.Identical ? ExitCode.Ok : ExitCode.ReplayDiverged;
    }

    /// <summary>The private key that belongs to the journal's public key: from the environment, .env, or the demo's; else null.</summary>
    private static StarkPrivateKey? FindKey(string directory)
    {
        string publicKey;
        using (JournalReader journal = JournalReader.Open(directory))
            publicKey = journal.Header.PublicKey;
        if (!Felt.TryParseHex(publicKey, out Felt wanted))
            return null;
        foreach (string? text in new[] { EnvironmentVariables.Lookup("STARK_PRIVATE"), DemoAccount.StarkPrivateKey })
        {
            if (text is null || !StarkPrivateKey.TryParseHex(text, out StarkPrivateKey? key))
                continue;
            if (key.DerivePublicKey().Equals(wanted))
                return key;
            key.Dispose();
        }
        return null;
    }

    private static void Print(ReplayResult result)
    {
        Console.Out.WriteLine(result.Identical ? "identical" : $"DIFFERS at {result.FirstDivergence}");
        Console.Out.WriteLine(FormattableString.Invariant(
            $"{result.Events} events, {result.Decisions} decisions, {result.SignaturesChecked} signatures {Lower(result.Signatures)}, {result.EventsPerSecond:0} events/s"));
        Console.Out.WriteLine($"state hash {StateHashText.Of(result.StateHash)}");
        if (result.Truncated > 0)
            Console.Out.WriteLine($"{result.Truncated} record(s) cut from a torn tail");
    }

    private static void PrintJson(ReplayResult result)
    {
        JsonOutput.Write(writer =>
        {
            writer.WriteBoolean("identical", result.Identical);
            writer.WriteNumber("events", result.Events);
            writer.WriteNumber("decisions", result.Decisions);
            writer.WriteString("stateHash", StateHashText.Of(result.StateHash));
            writer.WriteString("signatures", Lower(result.Signatures));
            writer.WriteNumber("signaturesChecked", result.SignaturesChecked);
            writer.WriteNumber("eventsPerSecond", Math.Round(result.EventsPerSecond));
            writer.WriteNumber("truncated", result.Truncated);
            WriteDivergence(writer, result.FirstDivergence);
        });
    }

    private static void WriteDivergence(Utf8JsonWriter writer, Divergence? divergence)
    {
        if (divergence is null)
        {
            writer.WriteNull("firstDivergence");
            return;
        }
        writer.WriteStartObject("firstDivergence");
        writer.WriteNumber("sequence", divergence.Sequence);
        writer.WriteString("kind", divergence.Kind.ToString());
        writer.WriteString("field", divergence.Field);
        writer.WriteString("recorded", divergence.Recorded);
        writer.WriteString("replayed", divergence.Replayed);
        writer.WriteEndObject();
    }

    private static string Lower(SignatureMode mode) => mode == SignatureMode.Recomputed ? "recomputed" : "verified";
}
