namespace LowLatencyMM.Host.Configuration;

/// <summary>The configuration of verbs that can do without one.</summary>
public static class OptionalConfiguration
{
    private const string DefaultPath = "config.json";

    /// <summary>
    /// Opens and checks the file that the user named, or else <c>config.json</c> in the working folder if there is one; null for none. Warnings
    /// go to standard error.
    /// </summary>
    /// <exception cref="UserErrorException">The file is missing though named, or has wrong values.</exception>
    public static ConfigurationFile? Open(string? path)
    {
        if (path is null && !File.Exists(DefaultPath))
            return null;
        ConfigurationFile file = ConfigurationFile.Open(path ?? DefaultPath);
        foreach (string warning in file.Warnings)
            Console.Error.WriteLine($"llmm: {warning}");
        file.Validate();
        return file;
    }
}
