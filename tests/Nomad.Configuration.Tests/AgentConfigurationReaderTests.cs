using System.Diagnostics;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Tests;

public sealed class AgentConfigurationReaderTests
{
    [Fact]
    public void Dev_mode_needs_no_files()
    {
        var result = ConfigurationFolder.Dev();
        Assert.Empty(result.Errors);
        var configuration = result.Configuration!;
        Assert.True(configuration is { DevMode: true, Server.Enabled: true, Client.Enabled: true, LogLevel: "DEBUG", EnableDebug: true });
        Assert.Equal(1, configuration.Server.BootstrapExpect);
        Assert.Equal("127.0.0.1:4646", configuration.AdvertiseAddrs.HTTP);
        Assert.Equal("127.0.0.1:4648", configuration.AdvertiseAddrs.Serf);
        Assert.Equal(["127.0.0.1:4646"], configuration.NormalizedAddrs.HTTP);
        Assert.Equal("host-a", configuration.NodeName);
        Assert.Equal("true", configuration.Client.Options["driver.raw_exec.enable"]);
        Assert.Equal(TimeSpan.FromMinutes(10), configuration.Client.GCInterval);
        Assert.True(configuration.Telemetry.PrometheusMetrics);
    }

    [Fact]
    public async Task Files_can_be_read_again_empty_ones_too_and_what_comes_through_a_pipe_cannot()
    {
        using var folder = new ConfigurationFolder();
        var (full, empty) = (folder.Write("full.hcl", "region = \"east\""), folder.Write("empty.hcl", ""));
        Assert.True(ConfigurationFolder.Dev().CanBeReadAgain);
        Assert.True(ConfigurationFolder.Dev(full, empty).CanBeReadAgain);
        foreach (var said in (string[])["region = \"west\"", ""])
        {
            var pipe = Path.Combine(folder.Root, "pipe.hcl");
            using (var made = Process.Start("mkfifo", pipe))
                await made.WaitForExitAsync(TestContext.Current.CancellationToken);
            var writing = Task.Run(() => File.WriteAllText(pipe, said), TestContext.Current.CancellationToken);
            var result = ConfigurationFolder.Dev(full, pipe, empty);
            await writing;
            Assert.Equal(said.Length > 0 ? "west" : "east", result.Configuration!.Region);
            Assert.False(result.CanBeReadAgain);
            File.Delete(pipe);
        }
    }

    [Fact]
    public void Nothing_enabled_is_an_error()
    {
        var result = AgentConfigurationReader.Read(AgentFlags.None, [], ConfigurationFolder.Environment());
        Assert.Null(result.Configuration);
        Assert.Contains(result.Errors, error => error.Text == "Must specify either server, client or dev mode for the agent.");
    }

    [Fact]
    public void Later_sources_win_by_the_rule_of_their_kind()
    {
        using var folder = new ConfigurationFolder();
        folder.Write("a.hcl", """
            data_dir = "/var/lib/nomad"
            region = "east"
            leave_on_terminate = true
            server { enabled = true enabled_schedulers = ["service"] }
            client {
              servers = ["one"]
              meta { a = "1" b = "2" }
              host_volume "v" { path = "/one" read_only = true }
            }
            consul { auto_advertise = true token = "secret-1" }
            plugin "docker" { config { allow_privileged = true volumes { enabled = true } } }
            ports { http = 5646 }
            """);
        folder.Write("b.json", """
            {"region": "", "leave_on_terminate": false, "server": {"enabled_schedulers": ["batch"]},
             "client": {"servers": ["two"], "meta": {"b": "3"}, "host_volume": {"v": {"path": "/two"}}},
             "plugin": {"raw_exec": {"config": {"enabled": true}}}, "consul": {"auto_advertise": false}, "ports": {"rpc": 5647}}
            """);
        folder.Write("ignored.txt", "nonsense");
        folder.Write("c.hcl~", "nonsense");
        var flags = new AgentFlags { Given = new Dictionary<string, IReadOnlyList<string>> { ["bind"] = ["{{ GetInterfaceIP \"eth0\" }}"], ["meta"] = ["c=4"], ["client"] = ["true"], ["dc"] = ["dc9"] } };
        var result = AgentConfigurationReader.Read(flags, [folder.Root], ConfigurationFolder.Environment());
        Assert.Empty(result.Errors);
        Assert.Equal(["a.hcl", "b.json"], result.LoadedFiles.Select(Path.GetFileName));
        var configuration = result.Configuration!;
        Assert.Equal("east", configuration.Region);
        Assert.Equal("dc9", configuration.Datacenter);
        Assert.True(configuration.LeaveOnTerm);
        Assert.Equal(["service", "batch"], configuration.Server.EnabledSchedulers);
        Assert.Equal(["one", "two"], configuration.Client.Servers);
        Assert.Equal("1 3 4", string.Join(' ', configuration.Client.Meta.OrderBy(pair => pair.Key).Select(pair => pair.Value)));
        Assert.Equal(new HostVolumeSettings { Name = "v", Path = "/two" }, Assert.Single(configuration.Client.HostVolumes));
        Assert.False(configuration.Consul.AutoAdvertise);
        Assert.Equal("secret-1", configuration.Consul.Token.Reveal());
        Assert.Equal(new PortSettings { HTTP = 5646, RPC = 5647 }, configuration.Ports);
        Assert.True((bool)configuration.Plugins[0].Config["volumes"]!["enabled"]!);
        Assert.True((bool)configuration.Plugins[1].Config["enabled"]!);
        Assert.Equal("10.0.0.5:5646", configuration.AdvertiseAddrs.HTTP);
    }

    [Fact]
    public void Flags_of_consul_and_vault_set_their_default_blocks_over_the_files()
    {
        using var folder = new ConfigurationFolder();
        var path = folder.Write("a.hcl", "consul { address = \"10.0.0.1:8500\" tags = [\"t\"] }\nconsul { name = \"east\" }\nvault { address = \"http://v\" }\n");
        Dictionary<string, IReadOnlyList<string>> given = new()
        {
            ["consul-address"] = ["127.0.0.1:1"], ["consul-auth"] = ["me:pass"], ["consul-token"] = ["tok"], ["consul-ca-file"] = ["/ca"], ["consul-cert-file"] = ["/cert"],
            ["consul-key-file"] = ["/key"], ["consul-ssl"] = ["true"], ["consul-verify-ssl"] = ["false"], ["consul-auto-advertise"] = ["false"],
            ["consul-checks-use-advertise"] = ["true"], ["consul-client-auto-join"] = ["false"], ["consul-server-auto-join"] = ["false"],
            ["consul-client-service-name"] = ["cs"], ["consul-client-http-check-name"] = ["ch"], ["consul-client-failures-before-critical"] = ["1"],
            ["consul-client-failures-before-warning"] = ["2"], ["consul-server-service-name"] = ["ss"], ["consul-server-http-check-name"] = ["sh"],
            ["consul-server-serf-check-name"] = ["sf"], ["consul-server-rpc-check-name"] = ["sr"], ["consul-server-failures-before-critical"] = ["3"],
            ["consul-server-failures-before-warning"] = ["4"],
            ["vault-enabled"] = ["true"], ["vault-address"] = ["https://v:1"], ["vault-namespace"] = ["ns"], ["vault-create-from-role"] = ["role"], ["vault-ca-file"] = ["/vca"],
            ["vault-ca-path"] = ["/vcas"], ["vault-cert-file"] = ["/vcert"], ["vault-key-file"] = ["/vkey"], ["vault-tls-server-name"] = ["name"], ["vault-tls-skip-verify"] = ["true"],
        };
        var result = AgentConfigurationReader.Read(new AgentFlags { Dev = true, Given = given }, [path], ConfigurationFolder.Environment());
        Assert.Empty(result.Errors);
        var (consul, vault) = (result.Configuration!.Consul, result.Configuration.Vault);
        Assert.Equal(new ConsulSettings
        {
            Addr = "127.0.0.1:1", Auth = new("me:pass"), Token = new("tok"), CAFile = "/ca", CertFile = "/cert", KeyFile = "/key", EnableSSL = true, VerifySSL = false,
            AutoAdvertise = false, ChecksUseAdvertise = true, ClientAutoJoin = false, ServerAutoJoin = false, ClientServiceName = "cs", ClientHTTPCheckName = "ch",
            ClientFailuresBeforeCritical = 1, ClientFailuresBeforeWarning = 2, ServerServiceName = "ss", ServerHTTPCheckName = "sh", ServerSerfCheckName = "sf",
            ServerRPCCheckName = "sr", ServerFailuresBeforeCritical = 3, ServerFailuresBeforeWarning = 4, Tags = consul.Tags,
        }, consul);
        Assert.Equal(["t"], consul.Tags);
        Assert.Equal(new VaultSettings
        {
            Enabled = true, Addr = "https://v:1", Namespace = "ns", Role = "role", TLSCaFile = "/vca", TLSCaPath = "/vcas", TLSCertFile = "/vcert", TLSKeyFile = "/vkey",
            TLSServerName = "name", TLSSkipVerify = true,
        }, vault);
        Assert.Equal("127.0.0.1:8500", result.Configuration.Consuls.Single(block => block.Name == "east").Addr);
    }

    [Fact]
    public void Secrets_do_not_print()
    {
        using var folder = new ConfigurationFolder();
        var result = ConfigurationFolder.Dev(folder.Write("a.hcl", "server { encrypt = \"cg8StVXbQJ0gPvMd9o7yrg==\" }\nconsul { token = \"hush\" }\nkeyring \"transit\" { token = \"hush\" }\n"));
        var printed = result.Configuration!.ToString() + result.Configuration.Keyrings[0] + result.Configuration.Keyrings[0].Config["token"] + result.Configuration.Consul;
        Assert.DoesNotContain("hush", printed);
        Assert.DoesNotContain("cg8StVXb", printed);
        Assert.Contains("<redacted>", printed);
    }

    [Fact]
    public void Loopback_outside_of_dev_mode_needs_an_advertised_address()
    {
        using var folder = new ConfigurationFolder();
        var path = folder.Write("a.hcl", "data_dir = \"/tmp/x\"\nbind_addr = \"127.0.0.1\"\nserver { enabled = true }\n");
        var refused = AgentConfigurationReader.Read(AgentFlags.None, [path], ConfigurationFolder.Environment());
        Assert.Contains(refused.Errors, error => error.Text.Contains("defaulting advertise to localhost is unsafe", StringComparison.Ordinal));
        // What the refusal says to write is enough.
        var told = refused.Errors[^1].Text;
        var block = folder.Write("told.hcl", told[told.IndexOf("advertise {", StringComparison.Ordinal)..]);
        var obeyed = AgentConfigurationReader.Read(AgentFlags.None, [path, block], ConfigurationFolder.Environment());
        Assert.Empty(obeyed.Errors);
        Assert.Equal(new AddressSettings { HTTP = "127.0.0.1:4646", RPC = "127.0.0.1:4647", Serf = "127.0.0.1:4648" }, obeyed.Configuration!.AdvertiseAddrs);
        var advertised = folder.Write("b.hcl", "advertise {\n http = \"127.0.0.1\"\n rpc = \"127.0.0.1:9\"\n serf = \"{{ GetPrivateIP }}\"\n}\n");
        var accepted = AgentConfigurationReader.Read(AgentFlags.None, [path, advertised], ConfigurationFolder.Environment());
        Assert.Empty(accepted.Errors);
        Assert.Equal(new AddressSettings { HTTP = "127.0.0.1:4646", RPC = "127.0.0.1:9", Serf = "10.0.0.5:4648" }, accepted.Configuration!.AdvertiseAddrs);
    }

    [Theory]
    [InlineData("server {\n  wheels = 4\n}\n", "server unexpected keys wheels")]
    [InlineData("server {\n  enabledd = true\n}\n", "did you mean \"enabled\"?")]
    [InlineData("client {\n  gc_interval = \"wheel\"\n}\n", "gc_interval can't parse time duration wheel")]
    [InlineData("server {\n  enabled = \n}\n", "At 3:1")]
    [InlineData("region = \"a\" region\n", "At 1:20")]
    public void Errors_of_a_file_begin_as_users_know_them(string text, string expected)
    {
        using var folder = new ConfigurationFolder();
        var path = folder.Write("bad.hcl", text);
        var error = Assert.Single(ConfigurationFolder.Dev(path).Errors);
        Assert.StartsWith($"Error loading configuration from {path}: Error loading {path}: ", error.Text);
        Assert.Contains(expected, error.Text);
        Assert.True(error.Line > 0);
    }

    [Theory]
    [InlineData("datacenter = \"a*\"")]
    [InlineData("log_level = \"loud\"")]
    [InlineData("ports { http = 70000 }")]
    [InlineData("data_dir = \"relative\"")]
    [InlineData("server { encrypt = \"abc\" }")]
    [InlineData("server { encrypt = \"YWJj\" }")]
    [InlineData("server { raft_protocol = 2 }")]
    [InlineData("server { raft_multiplier = 11 }")]
    [InlineData("server { num_schedulers = 5 }")]
    [InlineData("server { job_default_priority = 49 }")]
    [InlineData("server { job_max_priority = 99 }")]
    [InlineData("server { job_gc_interval = \"0s\" }")]
    [InlineData("server { retry_join = [\"a\"] server_join { retry_join = [\"b\"] } }")]
    [InlineData("server { server_join { retry_join = [\"b\"] start_join = [\"c\"] } }")]
    [InlineData("server { enabled_schedulers = [\"odd\"] }")]
    [InlineData("server { oidc_issuer = \"nowhere\" }")]
    [InlineData("server { default_scheduler_config { scheduler_algorithm = \"magic\" } }")]
    [InlineData("server { raft_boltdb { } raft_logstore { } }")]
    [InlineData("client { node_pool = \"all\" }")]
    [InlineData("client { meta { \"a b\" = \"c\" } }")]
    [InlineData("client { min_dynamic_port = 9 max_dynamic_port = 8 }")]
    [InlineData("client { host_volume \"v\" { } }")]
    [InlineData("client { reserved { reserved_ports = \"9-1\" } }")]
    [InlineData("client { bridge_network_subnet = \"fd00::/64\" }")]
    [InlineData("client { server_join { start_join = [\"a\"] } }")]
    [InlineData("client { preferred_address_family = \"ipx\" }")]
    [InlineData("limits { rpc_max_conns_per_client = 25 }")]
    [InlineData("rpc { dial_timeout = \"0s\" }")]
    [InlineData("telemetry { in_memory_collection_interval = \"2m\" }")]
    [InlineData("keyring \"magic\" { }")]
    [InlineData("consul { auto_advertise = true client_service_name = \"\" }")]
    [InlineData("plugin \"docker\" { config { wheels = 4 } }")]
    [InlineData("bind_addr = \"{{ GetPrivateIPs }}\"")]
    [InlineData("bind_addr = \"{{ GetMagic }}\"")]
    public void Values_out_of_range_are_refused(string text)
    {
        using var folder = new ConfigurationFolder();
        var result = ConfigurationFolder.Dev(folder.Write("a.hcl", text));
        Assert.Single(result.Errors);
        Assert.Null(result.Configuration);
    }

    [Fact]
    public void Old_keys_warn_and_keys_without_effect_are_noticed_once()
    {
        using var folder = new ConfigurationFolder();
        var path = folder.Write("a.hcl", "atlas { token = \"x\" }\nclient { node_id = \"y\" stats { data_points = 3 } }\nreporting { address = \"z\" }\n");
        var result = ConfigurationFolder.Dev(path, path);
        Assert.Empty(result.Errors);
        Assert.Contains(result.Warnings, warning => warning.Text.Contains("client.node_id", StringComparison.Ordinal));
        Assert.Single(result.Warnings, warning => warning.Text.Contains("Atlas is retired", StringComparison.Ordinal) && warning.Text.Contains("retry_join", StringComparison.Ordinal));
        Assert.Equal(["reporting"], result.Configuration!.Notices);
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("atlas {}", "", "'' False")]
    [InlineData("atlas { infrastructure = \"a/b\" join = true }", "", "'a/b' True")]
    [InlineData("atlas { infrastructure = \"a/b\" join = true }", "atlas=c/d", "'c/d' True")]
    [InlineData("", "atlas-join=true", "'' True")]
    [InlineData("", "atlas=c/d", "'c/d' False")]
    public void What_is_left_of_the_retired_service_is_shown_as_files_and_flags_say(string text, string flag, string? expected)
    {
        using var folder = new ConfigurationFolder();
        var given = flag.Split('=') is [var name, var value] ? new Dictionary<string, IReadOnlyList<string>> { [name] = [value] } : [];
        var result = AgentConfigurationReader.Read(new AgentFlags { Dev = true, Given = given }, [folder.Write("a.hcl", text)], ConfigurationFolder.Environment());
        Assert.Empty(result.Errors);
        Assert.Equal(expected, result.Configuration!.Atlas is { } atlas ? $"'{atlas.Infrastructure}' {atlas.Join}" : null);
        Assert.Equal(expected is null ? 0 : 1, result.Warnings.Count(warning => warning.Text.Contains("Atlas is retired", StringComparison.Ordinal)));
    }

    [Fact]
    public void Flags_without_effect_are_noticed_once_each()
    {
        string[] silent = ["alloc-mounts-dir", "client-intro-token", "dev-connect", "eventlog", "host-volumes-dir", "log-include-location", "plugin-dir", "vault-ca-path"];
        var given = silent.Append("bind").ToDictionary(flag => flag, flag => (IReadOnlyList<string>)[flag switch { "bind" => "127.0.0.1", "eventlog" or "log-include-location" or "dev-connect" => "true", _ => "/x" }]);
        var result = AgentConfigurationReader.Read(new AgentFlags { Dev = true, Given = given }, [], ConfigurationFolder.Environment());
        Assert.Empty(result.Errors);
        Assert.Equal(silent.Select(flag => "-" + flag), result.Configuration!.Notices);
    }

    [Fact]
    public void Environment_fills_what_is_not_configured()
    {
        using var folder = new ConfigurationFolder();
        var path = folder.Write("a.hcl", "consul { address = \"file:1\" }\n");
        var environment = ConfigurationFolder.Environment(("CONSUL_HTTP_ADDR", "env:2"), ("CONSUL_HTTP_TOKEN", "t"), ("VAULT_NAMESPACE", "ns"));
        var configuration = AgentConfigurationReader.Read(new AgentFlags { Dev = true }, [path], environment).Configuration!;
        Assert.Equal("file:1", configuration.Consul.Addr);
        Assert.Equal("t", configuration.Consul.Token.Reveal());
        Assert.Equal("ns", configuration.Vault.Namespace);
        var alone = AgentConfigurationReader.Read(new AgentFlags { Dev = true }, [], environment).Configuration!;
        Assert.Equal("env:2", alone.Consul.Addr);
    }

    [Fact]
    public void Missing_file_and_bad_flag_are_errors()
    {
        var flags = new AgentFlags { Dev = true, Given = new Dictionary<string, IReadOnlyList<string>> { ["retry-interval"] = ["wheel"], ["meta"] = ["odd"] } };
        var result = AgentConfigurationReader.Read(flags, ["/nonexistent/agent.hcl"], ConfigurationFolder.Environment());
        Assert.Equal(3, result.Errors.Count);
    }
}
