using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Journal.Tests;

/// <summary>Other people's decoder reads whole journals: python3-msgpack of Debian.</summary>
public sealed class InteropTests
{
    private const string Python = "/usr/bin/python3";

    [SkippableFact]
    public void Python_msgpack_reads_every_field_of_every_kind_and_finds_the_checksums_right()
    {
        Skip.IfNot(File.Exists(Python), $"{Python} is not installed");
        Skip.IfNot(Run("-c", "import msgpack").ExitCode == 0, "python3-msgpack is not installed (apt-get install python3-msgpack)");
        using var root = new TemporaryFolder();
        List<Event> events = [.. Samples.EveryKind(), .. Samples.EveryKind()];
        var options = new JournalOptions { SegmentBytes = JournalOptions.MinSegmentBytes };
        string folder = JournalRoundTripTests.Write(root.Path, events, options, firstSequence: 250);
        string expected = Path.Combine(root.Path, "expected.json");
        File.WriteAllText(expected, Expected(events, 250, Path.GetFileName(folder)).ToJsonString());

        (int exitCode, string output, string errors) = Run(
            Path.Combine(AppContext.BaseDirectory, "decode_journal.py"), folder, expected);

        Assert.True(exitCode == 0, errors);
        Assert.Equal($"{Directory.GetFiles(folder).Length} {events.Count}", output.Trim());
        Assert.True(Directory.GetFiles(folder).Length > 2);
    }

    private static JsonObject Expected(List<Event> events, long firstSequence, string sessionId)
    {
        SessionHeader header = Samples.Header();
        byte[] settings = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(header.Settings, SettingsJson.Default.EngineSettings);
        var records = new JsonArray();
        for (int i = 0; i < events.Count; i++)
            records.Add(Record(events[i], firstSequence + i));
        return new JsonObject
        {
            ["header"] = new JsonArray(
                header.StartNs, header.StartMonotonicNs, Text(sessionId), Text(header.EngineVersion), Text(Encoding.UTF8.GetString(settings)),
                Binary(System.Security.Cryptography.SHA256.HashData(settings)), Text(header.Domain.Name), Text(header.Domain.Version),
                Text(header.Domain.ChainId), header.Domain.Revision, Text(header.PublicKey), header.PositionId),
            ["records"] = records,
        };
    }

    private static JsonArray Record(Event e, long sequence)
    {
        var record = new JsonArray(
            sequence, (int)e.Kind, (int)e.Flags, (int)e.Market, e.ReceiveNs, e.ExchangeMs, (int)e.Stream, e.StreamSeq);
        ReadOnlySpan<FieldSchema> fields = EventSchema.Of(e.Kind);
        for (int i = 0; i < fields.Length; i++)
        {
            record.Add(fields[i].Type switch
            {
                FieldType.Int64 => JsonValue.Create(e.Words[i]),
                FieldType.Float64 => new JsonObject { ["float"] = e.Words[i].ToString("x16", CultureInfo.InvariantCulture) },
                FieldType.Bytes32 => Binary(Samples.Number(in e, i)),
                _ => Utf8.IsValid(e.Text.Utf8) ? Text(Encoding.UTF8.GetString(e.Text.Utf8)) : Binary(e.Text.Utf8),
            });
        }
        return record;
    }

    private static JsonObject Text(string text) => new() { ["str"] = text };

    private static JsonObject Binary(ReadOnlySpan<byte> bytes) => new() { ["bin"] = Convert.ToHexStringLower(bytes) };

    private static (int ExitCode, string Output, string Errors) Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
