using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Exec;

/// <summary>All that decides how a container looks.</summary>
internal sealed record ContainerPlan
{
    /// <summary>Host path → path inside. Bound read-only; what the host lacks is left out.</summary>
    public static IReadOnlyDictionary<string, string> DefaultChroot { get; } =
        new[] { "/bin", "/etc", "/lib", "/lib32", "/lib64", "/run/resolvconf", "/run/systemd/resolve", "/sbin", "/usr" }.ToDictionary(path => path);

    public required TaskConfig Task { get; init; }

    public required string Command { get; init; }

    public required IReadOnlyList<string> Arguments { get; init; }

    public required string Directory { get; init; }

    public required UserIds User { get; init; }

    public required bool HostPids { get; init; }

    public required bool HostIpc { get; init; }

    public required bool NoPivotRoot { get; init; }

    public required IReadOnlyList<string> Capabilities { get; init; }

    public required string CgroupsPath { get; init; }

    public required IReadOnlyDictionary<string, string> Chroot { get; init; }

    public required long TotalCompute { get; init; }
}
