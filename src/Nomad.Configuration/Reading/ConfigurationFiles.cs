namespace Nomad.Configuration.Reading;

/// <summary>Finds and reads configuration files.</summary>
internal static class ConfigurationFiles
{
    /// <summary>A file is itself; a directory is its <c>*.hcl</c> and <c>*.json</c> files in the order of their names.</summary>
    public static IReadOnlyList<string> Expand(string path, ProblemList problems)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        try
        {
            return
            [
                .. Directory.EnumerateFiles(path)
                    .Where(file => Path.GetExtension(file) is ".hcl" or ".json" && !IsEditorFile(Path.GetFileName(file)))
                    .Order(StringComparer.Ordinal),
            ];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.ErrorIn(path, exception.Message);
            return [];
        }
    }

    /// <param name="isOnce">Whether the text is gone once it was read: it came through a pipe.</param>
    public static string? ReadText(string path, ProblemList problems, out bool isOnce)
    {
        isOnce = false;
        try
        {
            var length = new FileInfo(path).Length;
            if (length <= AgentConfigurationReader.MaxFileBytes)
            {
                using var stream = File.OpenRead(path);
                isOnce = !stream.CanSeek;
                using var reader = new StreamReader(stream);
                return reader.ReadToEnd();
            }

            problems.ErrorIn(path, $"the file has {length} bytes, more than the {AgentConfigurationReader.MaxFileBytes} a configuration file can have");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problems.ErrorIn(path, exception is FileNotFoundException or DirectoryNotFoundException
                ? $"stat {path}: no such file or directory"
                : exception.Message);
        }

        return null;
    }

    private static bool IsEditorFile(string name) => name.EndsWith('~') || name.StartsWith(".#", StringComparison.Ordinal) || (name.StartsWith('#') && name.EndsWith('#'));
}
