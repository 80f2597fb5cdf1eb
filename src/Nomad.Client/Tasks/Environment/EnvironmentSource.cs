using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Client.Tasks.Environment;

/// <summary>Everything a task's environment is made of. Pure data: building from the same source gives the same environment.</summary>
public sealed record EnvironmentSource
{
    public required Node Node { get; init; }

    public required Allocation Allocation { get; init; }

    public required TaskGroup Group { get; init; }

    public required JobTask Task { get; init; }

    /// <summary>Folders as the task sees them.</summary>
    public required TaskPaths TaskView { get; init; }

    public string Region { get; init; } = "global";

    /// <summary>Slice of the cgroups the task runs in; empty without cgroups.</summary>
    public string ParentCgroup { get; init; } = "";

    /// <summary>Variables of the agent itself that the task inherits, already filtered; empty for drivers with images.</summary>
    public IReadOnlyDictionary<string, string> Host { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables from hooks, in hook order: devices, identity, artifacts.</summary>
    public IReadOnlyDictionary<string, string> Hooks { get; init; } = new Dictionary<string, string>();

    /// <summary>Variables from templates with `env = true`; they win over all others.</summary>
    public IReadOnlyDictionary<string, string> Templates { get; init; } = new Dictionary<string, string>();

    /// <summary>Identity tokens to show the task: "" or `default` is the default identity, others by name.</summary>
    public IReadOnlyDictionary<string, string> Identities { get; init; } = new Dictionary<string, string>();

    /// <summary>Port inside the task by label, when the driver maps ports itself.</summary>
    public IReadOnlyDictionary<string, int> DriverPorts { get; init; } = new Dictionary<string, int>();

    public string VaultToken { get; init; } = "";

    public string ConsulToken { get; init; } = "";

    /// <summary>Known once the group has a network namespace.</summary>
    public AllocNetworkStatus? Network { get; init; }
}
