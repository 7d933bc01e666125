namespace LowLatencyMM.Bench;

/// <summary>A folder name under the system's temporary folder; whatever is made there is deleted on disposal.</summary>
internal sealed class ScratchFolder : IDisposable
{
    /// <summary>The path; the folder does not exist yet.</summary>
    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"llmm-bench-{Guid.NewGuid():N}");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
    }
}
