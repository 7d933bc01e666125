namespace LowLatencyMM.Simulator.Recording;

/// <summary>A recording that cannot be played: names the file, the line and what was found and expected there.</summary>
public sealed class RecordingException : SimulatorException
{
    /// <summary>Makes the error for a whole file.</summary>
    public RecordingException(string file, string problem, Exception? cause = null)
        : base($"{file}: {problem}", cause!) => File = file;

    /// <summary>Makes the error for one line.</summary>
    public RecordingException(string file, int line, string problem, Exception? cause = null)
        : base($"{file}, line {line}: {problem}", cause!) => (File, Line) = (file, line);

    /// <summary>Path of the recording.</summary>
    public string File { get; }

    /// <summary>Line number from 1, or 0 when the error concerns the file.</summary>
    public int Line { get; }
}
