namespace Nomad.Model.Jobs;

/// <remarks>
/// ChangeMode noop|signal|restart. Default identity Audience fixed nomadproject.io. Auto identities: vault_&lt;cluster&gt;,
/// consul_&lt;cluster&gt; (templates), service identity consul-service_&lt;task?&gt;-&lt;service&gt;-&lt;port&gt;.
/// </remarks>
public sealed record WorkloadIdentity
{
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Audience { get; init; }

    public string ChangeMode { get; init => field = value ?? ""; } = "";

    public string ChangeSignal { get; init => field = value ?? ""; } = "";

    public bool Env { get; init; }

    public bool File { get; init; }

    public string Filepath { get; init => field = value ?? ""; } = "";

    public string ServiceName { get; init => field = value ?? ""; } = "";

    public Duration TTL { get; init; }

    public IReadOnlyList<string>? ExtraClaims { get; init; }
}
