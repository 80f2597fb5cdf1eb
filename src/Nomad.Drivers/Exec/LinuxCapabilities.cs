namespace Nomad.Drivers.Exec;

/// <summary>Which capabilities a task keeps.</summary>
internal static class LinuxCapabilities
{
    private static readonly string[] Default =
    [
        "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP",
        "SETUID", "SYS_CHROOT",
    ];

    private static readonly string[] All =
    [
        .. Default, "AUDIT_CONTROL", "AUDIT_READ", "BLOCK_SUSPEND", "BPF", "CHECKPOINT_RESTORE", "DAC_READ_SEARCH", "IPC_LOCK", "IPC_OWNER",
        "LEASE", "LINUX_IMMUTABLE", "MAC_ADMIN", "MAC_OVERRIDE", "NET_ADMIN", "NET_BROADCAST", "NET_RAW", "PERFMON", "SYS_ADMIN", "SYS_BOOT",
        "SYS_MODULE", "SYS_NICE", "SYS_PACCT", "SYS_PTRACE", "SYS_RAWIO", "SYS_RESOURCE", "SYS_TIME", "SYS_TTY_CONFIG", "SYSLOG", "WAKE_ALARM",
    ];

    /// <summary>(default ∩ allowed) − dropped + added, as <c>CAP_X</c>. Throws <see cref="DriverException"/> for an addition that is not allowed.</summary>
    public static IReadOnlyList<string> Choose(IReadOnlyList<string>? allowed, IReadOnlyList<string> added, IReadOnlyList<string> dropped, bool root)
    {
        var allow = allowed is null ? [.. Default] : Expand(allowed);
        var add = Expand(added);
        var forbidden = add.Except(allow).Order(StringComparer.Ordinal).ToList();
        if (forbidden.Count > 0)
            throw new DriverException($"driver does not allow the following capabilities: {string.Join(", ", forbidden.Select(name => name.ToLowerInvariant()))}");
        var basis = root && allowed is null ? Default : Default.Intersect(allow);
        return [.. basis.Except(Expand(dropped)).Union(add).Order(StringComparer.Ordinal).Select(name => $"CAP_{name}")];
    }

    private static HashSet<string> Expand(IReadOnlyList<string> names)
    {
        HashSet<string> set = [];
        foreach (var name in names)
        {
            var upper = name.ToUpperInvariant();
            upper = upper.StartsWith("CAP_", StringComparison.Ordinal) ? upper[4..] : upper;
            if (upper == "ALL")
                set.UnionWith(All);
            else
                set.Add(All.Contains(upper) ? upper : throw new DriverException($"unknown capability \"{name}\""));
        }

        return set;
    }
}
