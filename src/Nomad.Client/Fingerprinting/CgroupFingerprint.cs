namespace Nomad.Client.Fingerprinting;

/// <summary>`os.cgroups.version`: 2 when the unified hierarchy is the one at /sys/fs/cgroup, 1 when controllers are mounted on their own.</summary>
public sealed class CgroupFingerprint(HostFiles files) : IPeriodicFingerprint
{
    public string Name => "cgroup";

    public TimeSpan Period { get; } = TimeSpan.FromSeconds(15);

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        facts.Set("os.cgroups.version", Version(files));
        return ValueTask.CompletedTask;
    }

    /// <summary>"2", "1", or empty without cgroups.</summary>
    public static string Version(HostFiles files) =>
        files.Exists("/sys/fs/cgroup/cgroup.controllers") ? "2"
        : files.Exists("/sys/fs/cgroup/cpu") || files.Exists("/sys/fs/cgroup/memory") ? "1"
        : "";
}
