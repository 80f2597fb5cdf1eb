using System.Globalization;

namespace Nomad.Drivers.Processes;

/// <summary>Where tasks' cgroups lie on this host: v1 and hybrid by controller, or v2.</summary>
internal static class Cgroups
{
    public const string Root = "/sys/fs/cgroup";
    private static readonly string[] Used = ["freezer", "memory", "cpu", "cpuacct"];

    public static bool IsUnified { get; } = File.Exists(Path.Combine(Root, "cgroup.controllers"));

    /// <summary>Where a v2 hierarchy is mounted beside those of v1.</summary>
    public const string UnifiedBeside = Root + "/unified";

    public static bool IsHybrid { get; } = !IsUnified && File.Exists(Path.Combine(UnifiedBeside, "cgroup.controllers"));

    /// <summary>Whether this process may make cgroups.</summary>
    public static bool Usable { get; } = Native.UserId() == 0
        && (IsUnified || Directory.Exists(Path.Combine(Root, "freezer")));

    /// <summary>The directories of one task, one per hierarchy (controllers mounted together share one).</summary>
    public static IReadOnlyList<string> Of(string parent, string name)
    {
        if (!Usable)
            return [];
        if (IsUnified)
            return [Path.Combine(Root, $"{parent}.slice", "share.slice", $"{name}.scope")];
        return [.. Used.Select(controller => Path.Combine(Root, controller)).Where(Directory.Exists)
            .Select(path => new DirectoryInfo(path).ResolveLinkTarget(true)?.FullName ?? path).Distinct()
            .Select(path => Path.Combine(path, parent, name))];
    }

    /// <summary>The same place as a container runtime is told it.</summary>
    public static string RuntimePath(string parent, string name) =>
        IsUnified ? $"/{parent}.slice/share.slice/{name}.scope" : $"/{parent}/{name}";

    /// <summary>Every cgroup of this name that exists, those included that a container runtime made.</summary>
    public static IReadOnlyList<string> Existing(string parent, string name)
    {
        if (!Usable)
            return [];
        return IsUnified ? Of(parent, name) : [.. Directory.EnumerateDirectories(Root)
            .Select(path => new DirectoryInfo(path).ResolveLinkTarget(true)?.FullName ?? path).Distinct()
            .Select(path => Path.Combine(path, parent, name)).Where(Directory.Exists)];
    }

    /// <summary>The same of a task whose cgroups are known.</summary>
    public static IReadOnlyList<string> SameInEveryHierarchy(IReadOnlyList<string> known) => known.Count == 0 || IsUnified ? known
        : Existing(Path.GetFileName(Path.GetDirectoryName(known[0]))!, Path.GetFileName(known[0]));

    /// <summary>The v2 weight that corresponds to v1 shares.</summary>
    public static long Weight(long shares)
    {
        if (shares <= 0)
            return 0;
        if (shares <= 2)
            return 1;
        if (shares >= 262_144)
            return 10_000;
        var log = Math.Log2(shares);
        return (long)Math.Ceiling(Math.Pow(10, ((log * log) + (125 * log)) / 612 - (7.0 / 34)));
    }

    public static void Make(IReadOnlyList<string> paths)
    {
        foreach (var path in paths)
            Directory.CreateDirectory(path);
    }

    public static void Write(IReadOnlyList<string> paths, string file, long value)
    {
        foreach (var target in paths.Select(path => Path.Combine(path, file)).Where(File.Exists))
        {
            try
            {
                File.WriteAllText(target, value.ToString(CultureInfo.InvariantCulture));
            }
            catch (IOException)
            {
                // A kernel without the feature, or a value below what is in use: accounting goes on without it.
            }
        }
    }

    /// <summary>
    /// The processes in them, never this one: on v1 a thread that spawns a task stands in the task's cgroup until the kernel has
    /// ended it, which may be later than the end of a short task, and its whole process is listed. Who kills what is listed would
    /// kill itself.
    /// </summary>
    public static IReadOnlyList<int> Pids(IReadOnlyList<string> paths)
    {
        HashSet<int> pids = [];
        foreach (var path in paths)
        {
            try
            {
                pids.UnionWith(File.ReadLines(Path.Combine(path, "cgroup.procs")).Select(line => int.Parse(line, CultureInfo.InvariantCulture)));
            }
            catch (IOException)
            {
                // Removed, or never made.
            }
        }

        pids.Remove(Environment.ProcessId);
        return [.. pids];
    }

    /// <summary>Number of processes that the kernel killed here for want of memory.</summary>
    public static long OomKills(IReadOnlyList<string> paths) => Math.Max(
        Counter(paths, "memory.oom_control", "oom_kill"), Counter(paths, "memory.events", "oom_kill"));

    public static long Counter(IReadOnlyList<string> paths, string file, string key)
    {
        foreach (var path in paths)
        {
            try
            {
                foreach (var line in File.ReadLines(Path.Combine(path, file)))
                {
                    if (line.Split(' ') is [var name, var value] && name == key)
                        return long.Parse(value, CultureInfo.InvariantCulture);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another controller's directory.
            }
        }

        return 0;
    }

    public static long Number(IReadOnlyList<string> paths, string file)
    {
        foreach (var path in paths)
        {
            try
            {
                if (long.TryParse(File.ReadAllText(Path.Combine(path, file)), CultureInfo.InvariantCulture, out var value))
                    return value;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Another controller's directory.
            }
        }

        return 0;
    }

    /// <summary>Removes empty cgroups; false while one is still busy.</summary>
    public static bool Remove(IReadOnlyList<string> paths)
    {
        var all = true;
        foreach (var path in paths.Where(Directory.Exists))
        {
            try
            {
                Directory.Delete(path);
            }
            catch (IOException)
            {
                all = false;
            }
        }

        return all;
    }
}
