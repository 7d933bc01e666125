namespace LowLatencyMM.Host.Collect;

/// <summary>Warns once when the free space falls below the limit, and once when it is back.</summary>
/// <param name="freeBytes">Asks for the free bytes of the disk.</param>
/// <param name="warn">Told of it.</param>
public sealed class FreeSpaceAlarm(Func<long> freeBytes, Action<string> warn)
{
    /// <summary>The limit: 1 GB.</summary>
    public const long LeastBytes = 1_000_000_000;

    private bool _isLow;

    /// <summary>Free bytes of the disk that a folder is on.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;

    /// <summary>Looks.</summary>
    public void Check()
    {
        long free = freeBytes();
        bool isLow = free < LeastBytes;
        if (isLow && !_isLow)
            warn($"the disk has {free / 1_000_000} MB left, expected at least {LeastBytes / 1_000_000}: make room, or rows will be lost.");
        else if (!isLow && _isLow)
            warn($"the disk has {free / 1_000_000} MB again.");
        _isLow = isLow;
    }
}
