using System.Text.Json;

namespace Nomad.Drivers;

/// <summary>What the agent's configuration says of drivers.</summary>
public sealed record DriverOptions
{
    /// <summary>Holds the supervisor's socket and the bundles of containers; absolute, created when missing.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>Program and arguments that run <c>Supervisor.RunAsync</c>; the socket path is appended.</summary>
    public required IReadOnlyList<string> SupervisorCommand { get; init; }

    /// <summary><c>plugin "name" { config { } }</c> by driver name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, JsonElement>> Plugins { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, JsonElement>>();

    /// <summary>A development agent: <c>raw_exec</c> is on unless its plugin block says otherwise.</summary>
    public bool DevelopmentMode { get; init; }

    /// <summary>Whether <c>mock_driver</c> is offered.</summary>
    public bool MockDriver { get; init; }

    /// <summary>Parent cgroup of all tasks, below each controller's root (v1) or the root (v2).</summary>
    public string CgroupParent { get; init; } = "nomad";

    /// <summary>Host paths visible in the chroot of <c>exec</c>; null takes the default set.</summary>
    public IReadOnlyDictionary<string, string>? ChrootEnvironment { get; init; }

    /// <summary>Names of the OCI runtimes that <c>exec</c> may use; it takes the first one that is installed.</summary>
    public IReadOnlyList<string> ContainerRuntimes { get; init; } = [Supervision.ContainerLaunch.Crun, Supervision.ContainerLaunch.Runc];

    /// <summary>MHz of the whole node: large nodes scale shares; also turns percent into ticks. 0 when unknown.</summary>
    public long TotalCompute { get; init; }

    /// <summary>The clock that says when a driver looks at the host again.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    public static TimeSpan UsualIdleTimeout { get; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the supervisor stays without tasks and without an agent.</summary>
    public TimeSpan SupervisorIdleTimeout { get; init; } = UsualIdleTimeout;

    /// <summary>How long the supervisor keeps an ended task while no agent is there to ask for it.</summary>
    public TimeSpan SupervisorEndedStay { get; init; } = Supervision.Supervisor.EndedStay;
}
