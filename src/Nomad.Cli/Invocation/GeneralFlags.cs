namespace Nomad.Cli.Invocation;

/// <summary>The options of every command that talks to the HTTP API (spec cli §1.3).</summary>
public static class GeneralFlags
{
    public static IReadOnlyList<Flag> All { get; } =
    [
        Flag.Text("address", "addr", "The address of the agent's HTTP API, or unix:///path. Overrides NOMAD_ADDR. Default: http://127.0.0.1:4646"),
        Flag.Text("region", "region", "The region to forward the request to. Overrides NOMAD_REGION. Default: the agent's own region"),
        Flag.Text("namespace", "namespace", "The namespace to work in; '*' means all where that makes sense. Overrides NOMAD_NAMESPACE. Default: default"),
        Flag.Boolean("no-color", "Plain output without colours. NOMAD_CLI_NO_COLOR does the same."),
        Flag.Boolean("force-color", "Colours even when the output is no terminal. NOMAD_CLI_FORCE_COLOR does the same."),
        Flag.Text("ca-cert", "path", "A PEM file with the CA that signed the agent's certificate. Overrides NOMAD_CACERT"),
        Flag.Text("ca-path", "path", "A folder of PEM CA files. Overrides NOMAD_CAPATH"),
        Flag.Text("client-cert", "path", "A PEM client certificate; needs -client-key. Overrides NOMAD_CLIENT_CERT"),
        Flag.Text("client-key", "path", "The unencrypted PEM key of -client-cert. Overrides NOMAD_CLIENT_KEY"),
        Flag.Text("tls-server-name", "name", "The name to verify in the agent's certificate. Overrides NOMAD_TLS_SERVER_NAME"),
        Flag.Boolean("tls-skip-verify", "Do not verify the agent's certificate (not recommended). Overrides NOMAD_SKIP_VERIFY"),
        Flag.Boolean("insecure", "Old spelling of -tls-skip-verify.") with { Hidden = true },
        Flag.Text("token", "token", "The secret of the ACL token to use. Overrides NOMAD_TOKEN"),
    ];

    /// <summary>Everything a command accepts.</summary>
    public static IReadOnlyList<Flag> With(Command command)
    {
        var colours = All.Where(flag => flag.Name is "no-color" or "force-color");
        return [.. command.Flags, .. command.UsesApi ? All : colours];
    }
}
