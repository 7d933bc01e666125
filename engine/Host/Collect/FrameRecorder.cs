using System.Buffers.Text;
using System.IO.Compression;
using System.Text;
using System.Text.Json;

namespace LowLatencyMM.Host.Collect;

/// <summary>
/// Writes frames as a recording, the simulator's input: one gzipped line <c>{"rx":…,"stream":"orderbooks/BTC-USD","frame":{…}}</c> each, in the
/// order of receipt. The frame is what the exchange sent, but its <c>seq</c>, which numbers the stream's frames in the file over all
/// connections, without holes.
/// </summary>
public sealed class FrameRecorder : IDisposable
{
    private readonly FileStream _file;
    private readonly GZipStream _zip;
    private readonly Dictionary<string, long> _seq = [];
    private long _lastNs;

    /// <summary>Begins a recording.</summary>
    /// <exception cref="UserErrorException">The file exists, or cannot be written.</exception>
    public FrameRecorder(string path)
    {
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            _file = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string why = File.Exists(path) ? "it exists already, expected a new file" : $"it cannot be written: {e.Message}";
            throw new UserErrorException(ExitCode.Failure, $"{path}: {why}.", e);
        }
        _zip = new GZipStream(_file, CompressionLevel.Fastest);
    }

    /// <summary>Lines written.</summary>
    public long Frames { get; private set; }

    /// <summary>Adds a frame that was read without fault: it is known to be JSON with a <c>seq</c>.</summary>
    /// <param name="stream">The stream's name.</param>
    /// <param name="receiveNs">Receive time, Unix nanoseconds; streams are read by several threads, so that the file's order is what counts.</param>
    /// <param name="frame">The message.</param>
    public void Append(string stream, long receiveNs, ReadOnlySpan<byte> frame)
    {
        _lastNs = Math.Max(_lastNs, receiveNs);
        long seq = _seq[stream] = _seq.GetValueOrDefault(stream) + 1;
        (int start, int end) = FindSeq(frame);
        Write($"{{\"rx\":{_lastNs},\"stream\":\"{stream}\",\"frame\":");
        // A line has no line end within: outside of texts JSON may have some, and in texts it has none.
        WriteOneLine(frame[..start]);
        Span<byte> number = stackalloc byte[20];
        Utf8Formatter.TryFormat(seq, number, out int length);
        _zip.Write(number[..length]);
        WriteOneLine(frame[end..]);
        Write("}\n");
        Frames++;
    }

    /// <summary>Lets a reader see all lines so far, even if the process is killed.</summary>
    public void Flush()
    {
        _zip.Flush();
        _file.Flush();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zip.Dispose();
        _file.Dispose();
    }

    private void Write(string text) => _zip.Write(Encoding.UTF8.GetBytes(text));

    private void WriteOneLine(ReadOnlySpan<byte> text)
    {
        while (text.IndexOfAny((byte)'\n', (byte)'\r') is >= 0 and var at)
        {
            _zip.Write(text[..at]);
            text = text[(at + 1)..];
        }
        _zip.Write(text);
    }

    /// <summary>Where the envelope's <c>seq</c> stands.</summary>
    private static (int Start, int End) FindSeq(ReadOnlySpan<byte> frame)
    {
        var reader = new Utf8JsonReader(frame);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            bool isSeq = reader.ValueTextEquals("seq"u8);
            reader.Read();
            if (isSeq)
                return ((int)reader.TokenStartIndex, (int)reader.BytesConsumed);
            reader.Skip();
        }
        throw new FormatException("the frame has no seq");
    }
}
