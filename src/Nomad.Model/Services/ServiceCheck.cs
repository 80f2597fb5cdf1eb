namespace Nomad.Model.Services;

/// <remarks>
/// Name default service: "&lt;svc&gt;" check. Type http|tcp|script|grpc (nomad provider: http|tcp|script subset w/o grpc/script →
/// only http,tcp). Interval &amp; Timeout ≥1s. InitialStatus ""|critical|warning|passing. OnUpdate inherits service.
/// </remarks>
public sealed record ServiceCheck
{
    public string Name { get; init; } = "";

    public string Type { get; init; } = "";

    public string Command { get; init; } = "";

    public IReadOnlyList<string>? Args { get; init; }

    public string Path { get; init; } = "";

    public string Protocol { get; init; } = "";

    public string PortLabel { get; init; } = "";

    public bool Expose { get; init; }

    public string AddressMode { get; init; } = "";

    public Duration Interval { get; init; }

    public Duration Timeout { get; init; }

    public string InitialStatus { get; init; } = "";

    public string Notes { get; init; } = "";

    public string TLSServerName { get; init; } = "";

    public bool TLSSkipVerify { get; init; }

    public string Method { get; init; } = "";

    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Header { get; init; }

    public CheckRestart? CheckRestart { get; init; }

    public string GRPCService { get; init; } = "";

    public bool GRPCUseTLS { get; init; }

    public string TaskName { get; init; } = "";

    public int SuccessBeforePassing { get; init; }

    public int FailuresBeforeCritical { get; init; }

    public int FailuresBeforeWarning { get; init; }

    public string Body { get; init; } = "";

    public string OnUpdate { get; init; } = "";
}
