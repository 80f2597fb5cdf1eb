using System.Globalization;

namespace Nomad.Drivers.Processes;

internal static class ProcessTree
{
    /// <summary>The processes whose session a process leads.</summary>
    public static IReadOnlyList<int> OfSession(int leader)
    {
        List<int> pids = [];
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (!int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out var pid))
                continue;
            try
            {
                var text = File.ReadAllText(Path.Combine(directory, "stat"));
                // After the name, which may hold anything: state, parent, group, session.
                var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
                if (int.Parse(fields[3], CultureInfo.InvariantCulture) == leader)
                    pids.Add(pid);
            }
            catch (IOException)
            {
                // Ended meanwhile.
            }
        }

        return pids;
    }
}
