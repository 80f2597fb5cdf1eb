using System.Diagnostics;

namespace Nomad.Conformance.Running;

/// <summary>What killed agents have left below a folder, as they must: tasks, who watches over them, and file systems with their secrets.</summary>
internal static class Leftovers
{
    private const int DeleteTries = 50;

    private static readonly TimeSpan BetweenTries = TimeSpan.FromMilliseconds(100);

    /// <summary>Ends and unmounts all of it and deletes the folder.</summary>
    public static void Remove(string folder)
    {
        Supervisors.EndBelow(folder);
        foreach (var mount in File.ReadLines("/proc/mounts").Select(line => line.Split(' ')[1]).Where(path => path.StartsWith(folder + "/", StringComparison.Ordinal)).ToArray())
        {
            using var unmount = Process.Start("umount", ["-l", mount]);
            unmount.WaitForExit();
        }
        for (var tries = 1; ; tries++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return;
            }
            catch (IOException) when (tries < DeleteTries)
            {
                // Something that is on its way out has written its last words.
                Thread.Sleep(BetweenTries);
            }
        }
    }
}
