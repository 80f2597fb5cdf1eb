using System.Globalization;
using Nomad.Client.Fingerprinting;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks.Environment;

/// <summary>
/// Builds the environment of one task. Later layers win: names of the allocation, then meta, then the host's variables (only
/// names not set before), the task's own `env`, hooks, templates.
/// </summary>
public sealed class EnvironmentBuilder(EnvironmentSource source)
{
    private readonly SortedDictionary<string, string> variables = new(StringComparer.Ordinal);

    public static TaskEnvironment Build(EnvironmentSource source) => new EnvironmentBuilder(source).Build();

    private TaskEnvironment Build()
    {
        AddFolders();
        AddResources();
        AddNames();
        new EnvironmentPorts(source, variables).Add();
        AddUpstreams();
        AddTokens();
        var interpolation = new Interpolation(source, variables);
        AddMeta(interpolation);
        foreach (var (name, value) in source.Host)
            variables.TryAdd(name, value);
        // The values see everything set so far, never each other: their order in the job file must not matter.
        var own = source.Task.Env.OrEmpty().Select(pair => (pair.Key, Value: interpolation.Expand(pair.Value))).ToArray();
        foreach (var (name, value) in own)
            variables[name] = value;
        foreach (var (name, value) in source.Hooks)
            variables[name] = value;
        foreach (var (name, value) in source.Templates)
            variables[name] = value;
        return new TaskEnvironment(variables, interpolation);
    }

    private void AddFolders()
    {
        variables["NOMAD_ALLOC_DIR"] = source.TaskView.AllocDir;
        variables["NOMAD_TASK_DIR"] = source.TaskView.LocalDir;
        variables["NOMAD_SECRETS_DIR"] = source.TaskView.SecretsDir;
    }

    private void AddResources()
    {
        var resources = source.Allocation.AllocatedResources?.Tasks.OrEmpty().GetValueOrDefault(source.Task.Name);
        SetNumber("NOMAD_MEMORY_LIMIT", resources?.Memory.MemoryMB ?? source.Task.Resources?.MemoryMB ?? 0);
        SetNumber("NOMAD_MEMORY_MAX_LIMIT", resources?.Memory.MemoryMaxMB ?? source.Task.Resources?.MemoryMaxMB ?? 0);
        SetNumber("NOMAD_CPU_LIMIT", resources?.Cpu.CpuShares ?? source.Task.Resources?.CPU ?? 0);
        SetText("NOMAD_CPU_CORES", NumberSet.Format(resources?.Cpu.ReservedCores.OrEmpty() ?? []));
    }

    private void AddNames()
    {
        var alloc = source.Allocation;
        variables["NOMAD_ALLOC_ID"] = alloc.ID;
        variables["NOMAD_SHORT_ALLOC_ID"] = alloc.ID.Length > ShortIdLength ? alloc.ID[..ShortIdLength] : alloc.ID;
        variables["NOMAD_ALLOC_NAME"] = alloc.Name;
        variables["NOMAD_ALLOC_INDEX"] = Index(alloc.Name);
        variables["NOMAD_TASK_NAME"] = source.Task.Name;
        variables["NOMAD_GROUP_NAME"] = source.Group.Name;
        variables["NOMAD_JOB_ID"] = alloc.JobID;
        variables["NOMAD_JOB_NAME"] = alloc.Job?.Name ?? alloc.JobID;
        SetText("NOMAD_JOB_PARENT_ID", alloc.Job?.ParentID);
        variables["NOMAD_DC"] = source.Node.Datacenter;
        variables["NOMAD_REGION"] = source.Region;
        variables["NOMAD_NAMESPACE"] = alloc.Namespace;
        SetText("NOMAD_PARENT_CGROUP", source.ParentCgroup);
    }

    private void AddUpstreams()
    {
        foreach (var service in source.Group.Services.OrEmpty())
        {
            AddEnvoy(service);
            foreach (var upstream in service.Connect?.SidecarService?.Proxy?.Upstreams.OrEmpty() ?? [])
            {
                var port = Text(upstream.LocalBindPort);
                foreach (var name in (ReadOnlySpan<string>)[upstream.DestinationName, EnvironmentNames.Clean(upstream.DestinationName)])
                {
                    variables[$"NOMAD_UPSTREAM_IP_{name}"] = Loopback;
                    variables[$"NOMAD_UPSTREAM_PORT_{name}"] = port;
                    variables[$"NOMAD_UPSTREAM_ADDR_{name}"] = $"{Loopback}:{port}";
                }
            }
        }
    }

    // The proxies of a group share its network, so each has its own port: a base plus the place of its task in the group.
    private void AddEnvoy(Nomad.Model.Services.Service service)
    {
        if (service.Connect?.SidecarService is null && service.Connect?.Gateway is null)
            return;
        var tasks = source.Group.Tasks.OrEmpty();
        for (var index = 0; index < tasks.Count; index++)
        {
            var kind = tasks[index].Kind;
            if (kind.Length == 0 || kind[(kind.IndexOf(':') + 1)..] != service.Name)
                continue;
            variables[$"NOMAD_ENVOY_ADMIN_ADDR_{EnvironmentNames.Clean(service.Name)}"] = $"127.0.0.2:{Text(EnvoyAdminPort + index)}";
            variables[$"NOMAD_ENVOY_READY_ADDR_{EnvironmentNames.Clean(service.Name)}"] = $"127.0.0.1:{Text(EnvoyReadyPort + index)}";
        }
    }

    private void AddTokens()
    {
        foreach (var (name, token) in source.Identities)
            variables[name is "" or "default" ? "NOMAD_TOKEN" : $"NOMAD_TOKEN_{name}"] = token;
        if (source.Identities.Count > 0)
            variables["NOMAD_UNIX_ADDR"] = $"unix://{source.TaskView.SecretsDir}/api.sock";
        if (source.VaultToken.Length > 0 && source.Task.Vault is { Env: true } vault)
        {
            variables["VAULT_TOKEN"] = source.VaultToken;
            SetText("VAULT_NAMESPACE", vault.Namespace);
        }
        if (source.ConsulToken.Length > 0)
        {
            variables["CONSUL_TOKEN"] = source.ConsulToken;
            variables["CONSUL_HTTP_TOKEN"] = source.ConsulToken;
        }
        if (source.Task.CSIPluginConfig is { } csi && !source.Task.Env.OrEmpty().ContainsKey("CSI_ENDPOINT"))
            variables["CSI_ENDPOINT"] = $"unix://{(csi.MountDir.Length > 0 ? csi.MountDir : "/csi")}/csi.sock";
    }

    private void AddMeta(Interpolation interpolation)
    {
        var meta = Meta(source);
        foreach (var (key, value) in meta)
        {
            var text = interpolation.Expand(value);
            variables[EnvironmentNames.Clean($"NOMAD_META_{key}")] = text;
            variables[EnvironmentNames.Clean($"NOMAD_META_{key.ToUpperInvariant()}")] = text;
        }
    }

    /// <summary>Meta of the job, its group and the task, the nearer one winning; optional keys of a dispatch are there even when not given.</summary>
    public static SortedDictionary<string, string> Meta(EnvironmentSource source)
    {
        var merged = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in source.Allocation.Job is { Dispatched: true, ParameterizedJob.MetaOptional: { } optional } ? optional : [])
            merged[key] = "";
        foreach (var layer in new[] { source.Allocation.Job?.Meta, source.Group.Meta, source.Task.Meta })
        {
            foreach (var (key, value) in layer.OrEmpty())
                merged[key] = value;
        }
        return merged;
    }

    private static string Index(string name)
    {
        var open = name.LastIndexOf('[');
        return open >= 0 && name.EndsWith(']') ? name[(open + 1)..^1] : "";
    }

    private void SetNumber(string name, long value)
    {
        if (value > 0)
            variables[name] = Text(value);
    }

    private void SetText(string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
            variables[name] = value;
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);

    private const int ShortIdLength = 8;
    private const int EnvoyAdminPort = 19_000;
    private const int EnvoyReadyPort = 19_100;
    private const string Loopback = "127.0.0.1";
}
