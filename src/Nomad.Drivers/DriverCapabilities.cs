namespace Nomad.Drivers;

public enum FilesystemIsolation
{
    None,
    Chroot,
    Image,
}

/// <param name="NetworkModes">Of <c>host</c>, <c>group</c>, <c>task</c>, <c>none</c>.</param>
public sealed record DriverCapabilities(
    bool SendSignals,
    bool Exec,
    FilesystemIsolation Filesystem,
    IReadOnlyList<string> NetworkModes,
    bool Mounts = false,
    bool MustCreateNetwork = false);
