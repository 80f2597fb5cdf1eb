using Nomad.Client.Allocations;
using Nomad.Client.Tasks.Environment;
using Nomad.Drivers;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>What the steps before one start of a task know, and what they add to it. Used by one runner at a time.</summary>
public sealed class TaskSetup
{
    public required Allocation Allocation { get; init; }

    public required TaskGroup Group { get; init; }

    public required JobTask Task { get; init; }

    public required AllocFolder Folder { get; init; }

    public required IDriver Driver { get; init; }

    public required ClientOptions Options { get; init; }

    /// <summary>Environment with the host's names of the folders: for paths the agent itself opens.</summary>
    public required TaskEnvironment HostView { get; init; }

    public required TaskRecord Record { get; init; }

    /// <summary>Variables from steps, later ones winning.</summary>
    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables from templates; they win over all others.</summary>
    public Dictionary<string, string> TemplateVariables { get; } = new(StringComparer.Ordinal);

    public List<TaskMount> Mounts { get; } = [];
}
