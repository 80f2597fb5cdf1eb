using Nomad.Cli.Invocation;
using Nomad.Configuration;

namespace Nomad.Agent.Commands;

/// <summary>The flags of <c>nomad agent</c>; all but the first few are settings that may also stand in a file.</summary>
internal static class AgentFlagList
{
    public static IReadOnlyList<Flag> All { get; } =
    [
        Flag.Text("bind", "addr", "The address to listen on. Default: 0.0.0.0, with -dev 127.0.0.1"),
        Flag.List("config", "path", "A configuration file, or a folder of them; may be repeated, later ones win."),
        Flag.Text("data-dir", "path", "Where the agent keeps its state. An absolute path."),
        Flag.Text("plugin-dir", "path", "Where plugins are looked for. Default: <data-dir>/plugins"),
        Flag.Text("dc", "datacenter", "The datacenter this agent is in. Default: dc1"),
        Flag.Text("log-level", "level", "TRACE, DEBUG, INFO, WARN or ERROR. Default: INFO"),
        Flag.Boolean("log-json", "The log as JSON, one object a line."),
        Flag.Boolean("log-include-location", "Include file and line in the log."),
        Flag.Text("node", "name", "The name of this agent. Default: the host's name"),
        Flag.Text("region", "region", "The region this agent is in. Default: global"),
        Flag.Boolean("dev", "One server and one client in one process, state in memory: to try things."),
        Flag.Boolean("dev-connect", "As -dev, with service mesh on a bridge network."),
        Flag.Boolean("dev-consul", "As -dev, with workload identities for Consul."),
        Flag.Boolean("dev-vault", "As -dev, with workload identities for Vault."),
        Flag.Boolean("eventlog", "Windows only: write to the event log."),
        Flag.Text("eventlog-level", "level", "Windows only: the least level for the event log."),

        Flag.Boolean("server", "Be a server."),
        Flag.Number("bootstrap-expect", "num", "How many servers to wait for before the first election."),
        Flag.Text("encrypt", "key", "The key that encrypts gossip, in base64."),
        Flag.List("join", "address", "A server to join at start; may be repeated."),
        Flag.Number("raft-protocol", "num", "The version of the Raft protocol. Only 3 exists."),
        Flag.List("retry-join", "address", "As -join, tried again until it works."),
        Flag.Number("retry-max", "num", "How often to try. Default: 0, for ever"),
        Flag.Duration("retry-interval", "dur", "Pause between tries. Default: 30s"),
        Flag.Boolean("rejoin", "Join the cluster again after a leave."),

        Flag.Boolean("client", "Be a client."),
        Flag.Text("state-dir", "path", "Where the client keeps its state."),
        Flag.Text("alloc-dir", "path", "Where the files of allocations are kept."),
        Flag.Text("alloc-mounts-dir", "path", "Where the files of isolated tasks are mounted."),
        Flag.Text("host-volumes-dir", "path", "Where dynamic host volumes are made."),
        Flag.Text("host-volume-plugin-dir", "path", "Where host volume plugins are looked for."),
        Flag.List("servers", "addresses", "Servers to register with, separated by commas."),
        Flag.Text("node-class", "class", "A label that jobs can select nodes by."),
        Flag.Text("node-pool", "pool", "The node pool of this client. Default: default"),
        Flag.List("meta", "key=value", "Metadata that jobs can select nodes by; may be repeated."),
        Flag.Text("network-interface", "name", "The network interface to fingerprint."),
        Flag.Number("network-speed", "megabits", "The speed of the network when it cannot be detected."),
        Flag.Text("preferred-address-family", "family", "ipv4 or ipv6."),
        Flag.Text("client-intro-token", "jwt", "The token that introduces this client to its servers."),

        Flag.Boolean("acl-enabled", "Ask for tokens."),
        Flag.Text("acl-replication-token", "token", "The token that other regions' policies are read with."),

        .. Names("consul-", "address", "auth", "token", "ca-file", "cert-file", "key-file", "client-service-name", "client-http-check-name",
            "client-failures-before-critical", "client-failures-before-warning", "server-service-name", "server-http-check-name", "server-serf-check-name",
            "server-rpc-check-name", "server-failures-before-critical", "server-failures-before-warning")
            .Select(name => Flag.Text(name, "value", $"Sets {name["consul-".Length..].Replace('-', '_')} of the consul block.")),
        .. Names("consul-", "ssl", "verify-ssl", "auto-advertise", "checks-use-advertise", "client-auto-join", "server-auto-join")
            .Select(name => Flag.Boolean(name, $"Sets {name["consul-".Length..].Replace('-', '_')} of the consul block.")),
        .. Names("vault-", "address", "namespace", "create-from-role", "ca-file", "ca-path", "cert-file", "key-file", "tls-server-name")
            .Select(name => Flag.Text(name, "value", $"Sets {name["vault-".Length..].Replace('-', '_')} of the vault block.")),
        .. Names("vault-", "enabled", "tls-skip-verify").Select(name => Flag.Boolean(name, $"Sets {name["vault-".Length..].Replace('-', '_')} of the vault block.")),

        Flag.Text("atlas", "infrastructure", "The Atlas infrastructure. The service is retired.") with { Hidden = true },
        Flag.Boolean("atlas-join", "Join through Atlas. The service is retired.") with { Hidden = true },
        Flag.Text("atlas-token", "token", "The Atlas token. The service is retired.") with { Hidden = true },
    ];

    /// <summary>What was given, in the form the configuration reader takes.</summary>
    public static AgentFlags Read(FlagValues values)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var flag in All.Where(flag => values.Has(flag.Name)))
        {
            given[flag.Name] = flag.Kind switch
            {
                FlagKind.List => values.List(flag.Name),
                FlagKind.Boolean => [values.Boolean(flag.Name) ? "true" : "false"],
                _ => [values.Text(flag.Name)],
            };
        }
        return new AgentFlags
        {
            Dev = values.Boolean("dev"), DevConnect = values.Boolean("dev-connect"), DevConsul = values.Boolean("dev-consul"), DevVault = values.Boolean("dev-vault"),
            Given = given,
        };
    }

    private static IEnumerable<string> Names(string prefix, params string[] names) => names.Select(name => prefix + name);
}
