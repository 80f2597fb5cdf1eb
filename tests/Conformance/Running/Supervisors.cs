using System.Diagnostics;

namespace Nomad.Conformance.Running;

/// <summary>Tasks outlive their agents, and so does who watches over them; where nobody comes back for either, a test ends them by their id.</summary>
internal static class Supervisors
{
    /// <summary>Ends every supervisor whose socket lies below a folder, with its tasks.</summary>
    public static void EndBelow(string folder)
    {
        foreach (var id in Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!)))
        {
            try
            {
                // The words of a command line end with a zero each.
                var words = File.ReadAllText($"/proc/{id}/cmdline").Split('\0');
                var at = Array.IndexOf(words, "supervise");
                if (at < 0 || at + 1 >= words.Length || !words[at + 1].StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal))
                    continue;
                using var supervisor = Process.GetProcessById(id);
                supervisor.Kill(entireProcessTree: true);
                supervisor.WaitForExit(Eventually.Patience);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or ArgumentException or InvalidOperationException)
            {
                // It ended by itself meanwhile.
            }
        }
    }
}
