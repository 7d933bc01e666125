using System.IO.Compression;
using System.Text;
using LowLatencyMM.Host.Collect;

namespace LowLatencyMM.Host.Tests;

public class FrameRecorderTests
{
    [Fact]
    public void A_recording_numbers_a_streams_frames_over_all_connections_and_keeps_all_else()
    {
        using var folder = new TemporaryFolder();
        using (var recorder = new FrameRecorder(folder.File("sub/r.jsonl.gz")))
        {
            recorder.Append("orderbooks/X", 5, """{"type":"SNAPSHOT","data":{"seq":9,"q":"1.50"},"ts":1,"seq":7}"""u8);
            recorder.Append("publicTrades/X", 7, "{\"seq\": 1 ,\n \"data\":[]}"u8);
            // Another thread's frame that was received a little earlier, of a new connection.
            recorder.Append("orderbooks/X", 6, """{"seq":1,"data":{}}"""u8);
            Assert.Equal(3, recorder.Frames);
        }

        Assert.Equal(
            """
            {"rx":5,"stream":"orderbooks/X","frame":{"type":"SNAPSHOT","data":{"seq":9,"q":"1.50"},"ts":1,"seq":1}}
            {"rx":7,"stream":"publicTrades/X","frame":{"seq": 1 , "data":[]}}
            {"rx":7,"stream":"orderbooks/X","frame":{"seq":2,"data":{}}}

            """.ReplaceLineEndings("\n"), Unzip(folder.File("sub/r.jsonl.gz")));
    }

    [Fact]
    public void What_was_flushed_can_be_read_although_the_recorder_was_killed()
    {
        using var folder = new TemporaryFolder();
        using var recorder = new FrameRecorder(folder.File("r.jsonl.gz"));
        recorder.Append("orderbooks/X", 5, """{"seq":1}"""u8);

        recorder.Flush();

        Assert.Equal("{\"rx\":5,\"stream\":\"orderbooks/X\",\"frame\":{\"seq\":1}}\n", Unzip(folder.File("r.jsonl.gz")));
    }

    [Fact]
    public void A_recording_never_overwrites_another_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("r.jsonl.gz", "precious");

        UserErrorException error = Assert.Throws<UserErrorException>(() => new FrameRecorder(path));

        Assert.Contains("exists already", error.Message, StringComparison.Ordinal);
        Assert.Equal("precious", File.ReadAllText(path));
    }

    private static string Unzip(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var plain = new GZipStream(file, CompressionMode.Decompress);
        using var text = new MemoryStream();
        plain.CopyTo(text);
        return Encoding.UTF8.GetString(text.ToArray());
    }
}
