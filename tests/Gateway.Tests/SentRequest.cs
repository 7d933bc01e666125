using System.Text;
using System.Text.Json;
using LowLatencyMM.Core.Events;

namespace LowLatencyMM.Gateway.Tests;

/// <summary>A request as the sink got it.</summary>
internal sealed record SentRequest(int Connection, byte[] Bytes, long OwnId, RequestKind Kind)
{
    private static readonly byte[] HeadEnd = "\r\n\r\n"u8.ToArray();

    public string[] Head => Encoding.ASCII.GetString(Bytes, 0, BodyOffset - HeadEnd.Length).Split("\r\n");

    public ReadOnlyMemory<byte> Body => Bytes.AsMemory(BodyOffset);

    private int BodyOffset => Bytes.AsSpan().IndexOf(HeadEnd) + HeadEnd.Length;

    public JsonElement Json()
    {
        using JsonDocument document = JsonDocument.Parse(Body);
        return document.RootElement.Clone();
    }

    public string Header(string name) =>
        Assert.Single(Head, line => line.StartsWith(name + ": ", StringComparison.Ordinal))[(name.Length + 2)..];
}
