namespace Nomad.Client.Fingerprinting;

/// <summary>`kernel.landlock`, the version of the kernel's sandbox for unprivileged programs, when it is switched on.</summary>
public sealed class LandlockFingerprint(HostFiles files) : IFingerprint
{
    public string Name => "landlock";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var enabled = (files.Read("/sys/kernel/security/lsm") ?? "").Split(',').Contains("landlock");
        var version = OperatingSystem.IsLinux() && enabled ? Native.Linux.LandlockVersion() : 0;
        facts.Set("kernel.landlock", version > 0 ? $"v{version}" : null);
        return ValueTask.CompletedTask;
    }
}
