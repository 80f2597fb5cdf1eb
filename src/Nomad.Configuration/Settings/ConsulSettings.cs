namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>consul</c>.</summary>
public sealed record ConsulSettings
{
    /// <summary><c>consul.name</c>, default default.</summary>
    public string Name { get; init; } = "default";

    /// <summary><c>consul.server_service_name</c>, default nomad.</summary>
    public string ServerServiceName { get; init; } = "nomad";

    /// <summary><c>consul.server_http_check_name</c>, default Nomad Server HTTP Check.</summary>
    public string ServerHTTPCheckName { get; init; } = "Nomad Server HTTP Check";

    /// <summary><c>consul.server_serf_check_name</c>, default Nomad Server Serf Check.</summary>
    public string ServerSerfCheckName { get; init; } = "Nomad Server Serf Check";

    /// <summary><c>consul.server_rpc_check_name</c>, default Nomad Server RPC Check.</summary>
    public string ServerRPCCheckName { get; init; } = "Nomad Server RPC Check";

    /// <summary><c>consul.server_failures_before_critical</c>, default 0.</summary>
    public int ServerFailuresBeforeCritical { get; init; }

    /// <summary><c>consul.server_failures_before_warning</c>, default 0.</summary>
    public int ServerFailuresBeforeWarning { get; init; }

    /// <summary><c>consul.client_service_name</c>, default nomad-client.</summary>
    public string ClientServiceName { get; init; } = "nomad-client";

    /// <summary><c>consul.client_http_check_name</c>, default Nomad Client HTTP Check.</summary>
    public string ClientHTTPCheckName { get; init; } = "Nomad Client HTTP Check";

    /// <summary><c>consul.client_failures_before_critical</c>, default 0.</summary>
    public int ClientFailuresBeforeCritical { get; init; }

    /// <summary><c>consul.client_failures_before_warning</c>, default 0.</summary>
    public int ClientFailuresBeforeWarning { get; init; }

    /// <summary><c>consul.tags</c>.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary><c>consul.auto_advertise</c>, default true.</summary>
    public bool AutoAdvertise { get; init; } = true;

    /// <summary><c>consul.checks_use_advertise</c>, default false.</summary>
    public bool ChecksUseAdvertise { get; init; }

    /// <summary><c>consul.address</c>, default 127.0.0.1:8500.</summary>
    public string Addr { get; init; } = "127.0.0.1:8500";

    /// <summary><c>consul.grpc_address</c>.</summary>
    public string GRPCAddr { get; init; } = "";

    /// <summary><c>consul.timeout</c>, default 5s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary><c>consul.token</c>.</summary>
    public Secret Token { get; init; } = Secret.Empty;

    /// <summary><c>consul.auth</c>.</summary>
    public Secret Auth { get; init; } = Secret.Empty;

    /// <summary><c>consul.ssl</c>, default false.</summary>
    public bool EnableSSL { get; init; }

    /// <summary><c>consul.share_ssl</c>.</summary>
    public bool? ShareSSL { get; init; }

    /// <summary><c>consul.verify_ssl</c>, default true.</summary>
    public bool VerifySSL { get; init; } = true;

    /// <summary><c>consul.grpc_ca_file</c>.</summary>
    public string GRPCCAFile { get; init; } = "";

    /// <summary><c>consul.ca_file</c>.</summary>
    public string CAFile { get; init; } = "";

    /// <summary><c>consul.cert_file</c>.</summary>
    public string CertFile { get; init; } = "";

    /// <summary><c>consul.key_file</c>.</summary>
    public string KeyFile { get; init; } = "";

    /// <summary><c>consul.server_auto_join</c>, default true.</summary>
    public bool ServerAutoJoin { get; init; } = true;

    /// <summary><c>consul.client_auto_join</c>, default true.</summary>
    public bool ClientAutoJoin { get; init; } = true;

    /// <summary><c>consul.namespace</c>.</summary>
    public string Namespace { get; init; } = "";

    /// <summary><c>consul.service_auth_method</c>, default nomad-workloads.</summary>
    public string ServiceAuthMethod { get; init; } = "nomad-workloads";

    /// <summary><c>consul.task_auth_method</c>, default nomad-workloads.</summary>
    public string TaskAuthMethod { get; init; } = "nomad-workloads";

    /// <summary>The <c>consul.service_identity</c> block, null when absent.</summary>
    public IdentitySettings? ServiceIdentity { get; init; }

    /// <summary>The <c>consul.task_identity</c> block, null when absent.</summary>
    public IdentitySettings? TaskIdentity { get; init; }

    internal static ConsulSettings From(SettingsNode node) => new()
    {
        Name = node.Text("name", "default"),
        ServerServiceName = node.Text("server_service_name", "nomad"),
        ServerHTTPCheckName = node.Text("server_http_check_name", "Nomad Server HTTP Check"),
        ServerSerfCheckName = node.Text("server_serf_check_name", "Nomad Server Serf Check"),
        ServerRPCCheckName = node.Text("server_rpc_check_name", "Nomad Server RPC Check"),
        ServerFailuresBeforeCritical = node.Number("server_failures_before_critical", 0),
        ServerFailuresBeforeWarning = node.Number("server_failures_before_warning", 0),
        ClientServiceName = node.Text("client_service_name", "nomad-client"),
        ClientHTTPCheckName = node.Text("client_http_check_name", "Nomad Client HTTP Check"),
        ClientFailuresBeforeCritical = node.Number("client_failures_before_critical", 0),
        ClientFailuresBeforeWarning = node.Number("client_failures_before_warning", 0),
        Tags = node.List("tags", []),
        AutoAdvertise = node.Flag("auto_advertise", true),
        ChecksUseAdvertise = node.Flag("checks_use_advertise", false),
        Addr = node.Text("address", "127.0.0.1:8500"),
        GRPCAddr = node.Text("grpc_address", ""),
        Timeout = node.Span("timeout", TimeSpan.FromSeconds(5)),
        Token = node.Secret("token"),
        Auth = node.Secret("auth"),
        EnableSSL = node.Flag("ssl", false),
        ShareSSL = node.Flag("share_ssl"),
        VerifySSL = node.Flag("verify_ssl", true),
        GRPCCAFile = node.Text("grpc_ca_file", ""),
        CAFile = node.Text("ca_file", ""),
        CertFile = node.Text("cert_file", ""),
        KeyFile = node.Text("key_file", ""),
        ServerAutoJoin = node.Flag("server_auto_join", true),
        ClientAutoJoin = node.Flag("client_auto_join", true),
        Namespace = node.Text("namespace", ""),
        ServiceAuthMethod = node.Text("service_auth_method", "nomad-workloads"),
        TaskAuthMethod = node.Text("task_auth_method", "nomad-workloads"),
        ServiceIdentity = node.OptionalBlock("service_identity") is { } serviceIdentity ? IdentitySettings.From(serviceIdentity) : null,
        TaskIdentity = node.OptionalBlock("task_identity") is { } taskIdentity ? IdentitySettings.From(taskIdentity) : null,
    };
}
