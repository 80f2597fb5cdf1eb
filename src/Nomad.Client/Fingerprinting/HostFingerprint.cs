using System.Runtime.InteropServices;

namespace Nomad.Client.Fingerprinting;

/// <summary>Operating system, kernel, host name and the machine's own id.</summary>
public sealed class HostFingerprint(HostFiles files) : IFingerprint
{
    public string Name => "host";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var release = OsRelease();
        facts.Set("os.name", release.GetValueOrDefault("ID") ?? Platform());
        facts.Set("os.version", OsVersion(release));
        facts.Set("kernel.name", Platform());
        facts.Set("kernel.version", files.Read("/proc/sys/kernel/osrelease"));
        facts.Set("kernel.arch", Machine(RuntimeInformation.OSArchitecture));
        facts.Set("unique.hostname", files.Read("/proc/sys/kernel/hostname") ?? Environment.MachineName);
        facts.Set("unique.host_id", HostId());
        return ValueTask.CompletedTask;
    }

    public static string Machine(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "x86_64",
        Architecture.X86 => "i686",
        Architecture.Arm64 => "aarch64",
        Architecture.Arm => "armv7l",
        _ => ArchFingerprint.NameOf(architecture),
    };

    private static string Platform() =>
        OperatingSystem.IsLinux() ? "linux" : OperatingSystem.IsMacOS() ? "darwin" : OperatingSystem.IsWindows() ? "windows" : "unknown";

    private Dictionary<string, string> OsRelease()
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in files.Lines("/etc/os-release"))
        {
            var equals = line.IndexOf('=');
            if (equals > 0)
                found[line[..equals]] = line[(equals + 1)..].Trim('"', '\'');
        }
        return found;
    }

    // Debian keeps its point release only in this file.
    private string? OsVersion(Dictionary<string, string> release) =>
        (release.GetValueOrDefault("ID") == "debian" ? files.Read("/etc/debian_version") : null)
        ?? release.GetValueOrDefault("VERSION_ID");

    private string? HostId()
    {
        var text = files.Read("/sys/class/dmi/id/product_uuid") ?? files.Read("/etc/machine-id") ?? files.Read("/proc/sys/kernel/random/boot_id");
        return Guid.TryParse(text, out var id) ? id.ToString("D") : null;
    }
}
