using System.Text.Json.Nodes;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Exec;

/// <summary>Writes the OCI runtime's config.json. Makes missing mount points in the task directory on the way.</summary>
internal static class ContainerSpec
{
    private const long MaxShares = 262_144;

    public static byte[] Write(ContainerPlan plan)
    {
        var root = plan.Task.Directories.Task;
        JsonObject spec = new()
        {
            ["ociVersion"] = "1.0.2",
            ["process"] = Process(plan),
            ["root"] = new JsonObject { ["path"] = root, ["readonly"] = false },
            ["mounts"] = Mounts(plan),
            ["linux"] = Linux(plan),
        };
        return System.Text.Encoding.UTF8.GetBytes(spec.ToJsonString());
    }

    private static JsonObject Process(ContainerPlan plan)
    {
        JsonObject capabilities = [];
        foreach (var set in (string[])["bounding", "permitted", "effective", "inheritable", "ambient"])
        {
            var kept = plan.User.User != 0 && set is "effective" or "permitted" or "inheritable" or "ambient" ? [] : plan.Capabilities;
            capabilities[set] = Texts(set is "inheritable" or "ambient" ? [] : kept);
        }

        return new JsonObject
        {
            ["terminal"] = false,
            ["user"] = new JsonObject
            {
                ["uid"] = plan.User.User,
                ["gid"] = plan.User.Group,
                ["additionalGids"] = new JsonArray([.. plan.User.Groups.Select(id => (JsonNode)id)]),
            },
            ["args"] = Texts([plan.Command, .. plan.Arguments]),
            ["env"] = Texts(plan.Task.Environment.Select(pair => $"{pair.Key}={pair.Value}")),
            ["cwd"] = plan.Directory,
            ["capabilities"] = capabilities,
            ["noNewPrivileges"] = false,
        };
    }

    private static JsonArray Mounts(ContainerPlan plan)
    {
        var mounts = new JsonArray(
            Mount("/proc", "proc", "proc", "nosuid", "noexec", "nodev"),
            Mount("/dev", "tmpfs", "tmpfs", "nosuid", "strictatime", "mode=755", "size=65536k"),
            Mount("/dev/pts", "devpts", "devpts", "nosuid", "noexec", "newinstance", "ptmxmode=0666", "mode=0620", "gid=5"),
            Mount("/dev/mqueue", "mqueue", "mqueue", "nosuid", "noexec", "nodev"),
            Mount("/sys", "none", "/sys", "rbind", "nosuid", "noexec", "nodev", "ro"));
        if (!plan.HostIpc)
            mounts.Insert(2, (JsonNode)Mount("/dev/shm", "tmpfs", "shm", "nosuid", "noexec", "nodev", "mode=1777", "size=65536k"));
        foreach (var (host, inside) in plan.Chroot.OrderBy(pair => pair.Value, StringComparer.Ordinal))
            AddHostPath(plan, mounts, host, inside);
        var directories = plan.Task.Directories;
        mounts.Add((JsonNode)Mount("/alloc", "none", directories.SharedAlloc, "rbind", "rw", "rprivate"));
        mounts.Add((JsonNode)Mount("/local", "none", directories.Local, "rbind", "rw", "rprivate"));
        mounts.Add((JsonNode)Mount("/secrets", "none", directories.Secrets, "rbind", "rw", "rprivate", "noexec"));
        foreach (var mount in plan.Task.Mounts)
            mounts.Add((JsonNode)Mount(mount.TaskPath, "none", mount.HostPath, "rbind", mount.ReadOnly ? "ro" : "rw", Propagation(mount.PropagationMode)));
        foreach (var device in plan.Task.Devices)
            mounts.Add((JsonNode)Mount(device.TaskPath, "none", device.HostPath, "bind", "rw"));
        return mounts;
    }

    /// <summary>A symbolic link of the host (<c>/bin → usr/bin</c>) becomes one inside; all else is bound read-only.</summary>
    private static void AddHostPath(ContainerPlan plan, JsonArray mounts, string host, string inside)
    {
        var target = Path.Combine(plan.Task.Directories.Task, inside.TrimStart('/'));
        if (new FileInfo(host).LinkTarget is { } link)
        {
            if (!Path.Exists(target) && new FileInfo(target).LinkTarget is null)
                File.CreateSymbolicLink(target, link);
        }
        else if (Path.Exists(host))
        {
            mounts.Add((JsonNode)Mount(inside, "none", host, "rbind", "ro", "rprivate"));
        }
    }

    private static JsonObject Linux(ContainerPlan plan)
    {
        var namespaces = new JsonArray(new JsonObject { ["type"] = "mount" });
        if (!plan.HostPids)
            namespaces.Add((JsonNode)new JsonObject { ["type"] = "pid" });
        if (!plan.HostIpc)
            namespaces.Add((JsonNode)new JsonObject { ["type"] = "ipc" });
        if (plan.Task.Network is { } network)
            namespaces.Add((JsonNode)new JsonObject { ["type"] = "network", ["path"] = network.Path });
        return new JsonObject
        {
            ["namespaces"] = namespaces,
            ["cgroupsPath"] = plan.CgroupsPath,
            ["resources"] = Resources(plan),
            ["maskedPaths"] = Texts(["/proc/kcore", "/sys/firmware"]),
            ["readonlyPaths"] = Texts(["/proc/sys", "/proc/sysrq-trigger", "/proc/irq", "/proc/bus"]),
            // Without pivot_root the host's mounts stay reachable for the kernel: runc then insists on a slave.
            ["rootfsPropagation"] = plan.NoPivotRoot ? "rslave" : "private",
        };
    }

    private static JsonObject Resources(ContainerPlan plan)
    {
        var resources = plan.Task.Resources;
        var devices = Devices(plan.Task.Devices);
        JsonObject cpu = new() { ["shares"] = Shares(resources.CpuShares, plan.TotalCompute) };
        if (resources.CpusetCpus.Length > 0)
            cpu["cpus"] = resources.CpusetCpus;
        JsonObject result = new() { ["devices"] = devices, ["cpu"] = cpu };
        var hard = resources.MemoryMaxBytes switch { > 0 => resources.MemoryMaxBytes, 0 => resources.MemoryBytes, _ => 0 };
        JsonObject memory = [];
        if (hard > 0)
            (memory["limit"], memory["swap"]) = (hard, hard);
        if (resources.MemoryMaxBytes != 0 && resources.MemoryBytes > 0)
            memory["reservation"] = resources.MemoryBytes;
        if (memory.Count > 0)
            result["memory"] = memory;
        return result;
    }

    /// <summary>Nothing, the runtime's usual few (null, zero, urandom ...), and what the task was given.</summary>
    private static JsonArray Devices(IReadOnlyList<TaskDevice> devices)
    {
        var rules = new JsonArray(new JsonObject { ["allow"] = false, ["access"] = "rwm" });
        foreach (var device in devices)
        {
            var node = DeviceNode.Find(device.HostPath) ?? throw new DriverException($"device {device.HostPath} of task device {device.TaskPath} is not a device file of this host");
            rules.Add((JsonNode)new JsonObject
            {
                ["allow"] = true, ["type"] = node.Kind, ["major"] = node.Major, ["minor"] = node.Minor,
                ["access"] = device.Permissions.Length > 0 ? device.Permissions : "rwm",
            });
        }

        return rules;
    }

    private static long Shares(long megahertz, long totalCompute) => Math.Clamp(
        totalCompute >= MaxShares ? (long)((double)megahertz / totalCompute * MaxShares) : megahertz, 2, MaxShares);

    private static string Propagation(string mode) => mode switch
    {
        "host-to-task" => "rslave",
        "bidirectional" => "rshared",
        _ => "rprivate",
    };

    private static JsonObject Mount(string destination, string type, string source, params string[] options) => new()
    {
        ["destination"] = destination, ["type"] = type, ["source"] = source, ["options"] = Texts(options),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
