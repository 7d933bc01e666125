namespace LowLatencyMM.Host.Configuration;

/// <summary>
/// Reads a <c>.env</c> file: lines <c>NAME=value</c>, optionally with <c>export</c> and quotes; <c>#</c> begins a comment line.
/// The process environment wins over the file.
/// </summary>
public static class DotEnv
{
    /// <summary>Reads <paramref name="path"/>; a missing file is an empty one.</summary>
    /// <exception cref="UserErrorException">A line that is neither empty, a comment nor an assignment; the value is not shown.</exception>
    public static IReadOnlyDictionary<string, string> Read(string path)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        if (!File.Exists(path))
            return values;
        int number = 0;
        foreach (string raw in File.ReadLines(path))
        {
            number++;
            string line = raw.Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line.StartsWith("export ", StringComparison.Ordinal))
                line = line["export ".Length..].TrimStart();
            int equals = line.IndexOf('=');
            if (equals <= 0 || line.AsSpan(0, equals).ContainsAny(' ', '\t'))
                throw new UserErrorException(ExitCode.Configuration, $"{path}, line {number}: expected NAME=value.");
            values[line[..equals]] = Unquote(line[(equals + 1)..].Trim());
        }
        return values;
    }

    private static string Unquote(string value) =>
        value.Length >= 2 && value[0] == value[^1] && (value[0] is '"' or '\'') ? value[1..^1] : value;
}
