namespace Nomad.Conformance.Hardship;

/// <summary>Finds what a test started, by a text that nobody else has.</summary>
internal static class Marked
{
    /// <summary>Processes that carry the mark in their environment or their command line.</summary>
    public static List<string> Processes(string mark)
    {
        var found = new List<string>();
        foreach (var folder in Directory.GetDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])))
        {
            try
            {
                var command = File.ReadAllText(folder + "/cmdline");
                if (File.ReadAllText(folder + "/environ").Contains(mark, StringComparison.Ordinal) || command.Contains(mark, StringComparison.Ordinal))
                    found.Add($"{Path.GetFileName(folder)}: {command}");
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // It ended while being looked at, or belongs to somebody else.
            }
        }
        return found;
    }
}
