using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>Real agents that find each other on loopback addresses of their own, each with a folder of its own.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("nomad-cluster-").FullName;
    private readonly Dictionary<string, string> binds = new(StringComparer.Ordinal);

    public Dictionary<string, DevAgent> Agents { get; } = new(StringComparer.Ordinal);

    public string Folder => folder;

    /// <summary>Where agents run, each on the host of its name; null: on this machine.</summary>
    public TestNetwork? Network { get; init; }

    /// <summary>What agents are started with from now on.</summary>
    public string Program { get; set; } = NomadProgram.Path;

    /// <summary>More configuration for every agent.</summary>
    public string More { get; init; } = "";

    /// <summary>How patient servers are with a silent leader, as a factor (1 to 10): with 8 it stays who it was on a machine that stands still for a second.</summary>
    public int RaftMultiplier { get; init; } = 1;

    public IEnumerable<DevAgent> Servers => Agents.Where(agent => agent.Key.StartsWith('s')).Select(agent => agent.Value);

    public string BindOf(string name) => binds.TryGetValue(name, out var bind) ? bind : binds[name] = Network?.AddressOf(name) ?? DevAgent.NewBind();

    /// <summary>With <paramref name="join"/> "" it is told of no other server.</summary>
    public DevAgent StartServer(string name, int expect, string region = "global", string join = "s1", string more = "") => Start(name, $$"""
        region = "{{region}}"
        server {
          enabled = true
          bootstrap_expect = {{expect}}
          raft_multiplier = {{RaftMultiplier}}
          {{(join.Length == 0 ? "" : $"server_join {{\n retry_join = [\"{BindOf(join)}\"]\n retry_interval = \"1s\"\n }}")}}
        }
        {{more}}
        """);

    public DevAgent StartClient(string name, params string[] servers) => StartClient(name, servers, "");

    public DevAgent StartClient(string name, string[] servers, string more) => Start(name, $$"""
        client {
          enabled = true
          servers = [{{string.Join(", ", servers.Select(server => $"\"{BindOf(server)}\""))}}]
        }
        plugin "raw_exec" { config { enabled = true } }
        {{more}}
        """);

    /// <summary>Starts three servers and a client, and waits until a job can run.</summary>
    public async Task StartThreeAsync()
    {
        foreach (var name in new[] { "s1", "s2", "s3" })
            StartServer(name, 3);
        var client = StartClient("c1", "s1", "s2", "s3");
        await UntilLedAsync("s1", "s2", "s3");
        await client.UntilAsync("its node is ready", async () => (await ArrayAsync(client, "/v1/nodes")).Any(node => node.GetProperty("Status").GetString() == "ready"));
    }

    /// <summary>Waits until these servers name one and the same leader.</summary>
    public async Task UntilLedAsync(params string[] names) => await Agents[names[0]].UntilAsync("there is a leader that all know", async () =>
    {
        var leaders = new List<string?>();
        foreach (var name in names)
            leaders.Add(await LeaderAsync(Agents[name]));
        return leaders.Distinct().Count() == 1 && leaders[0] is { Length: > 0 };
    });

    /// <summary>Name of the server that leads, as soon as one of them says so.</summary>
    public async Task<string> LeaderNameAsync(DevAgent asked)
    {
        string? name = null;
        await asked.UntilAsync("somebody leads", async () =>
        {
            var address = await LeaderAsync(asked);
            name = binds.FirstOrDefault(bind => address == $"{bind.Value}:4647").Key;
            return name is not null;
        });
        return name!;
    }

    public static async Task<string?> LeaderAsync(DevAgent asked) => JsonSerializer.Deserialize<string>(await asked.Http.GetStringAsync("/v1/status/leader"));

    public static async Task<IReadOnlyList<JsonElement>> ArrayAsync(DevAgent agent, string path)
    {
        using var document = JsonDocument.Parse(await agent.Http.GetStringAsync(path));
        return [.. document.RootElement.EnumerateArray().Select(element => element.Clone())];
    }

    public string WriteJob(string name, string text)
    {
        var file = Path.Combine(folder, name + ".nomad.hcl");
        File.WriteAllText(file, text);
        return file;
    }

    public async ValueTask DisposeAsync()
    {
        // All are told first, so that none waits for another.
        foreach (var agent in Agents.Values)
            agent.Hurry();
        foreach (var agent in Agents.Values)
            await agent.DisposeAsync();
        Leftovers.Remove(folder);
    }

    /// <summary>Starts an agent with the whole text of its configuration file.</summary>
    public DevAgent StartFile(string name, string text)
    {
        var bind = BindOf(name);
        var config = Path.Combine(folder, name + ".hcl");
        File.WriteAllText(config, text);
        return Agents[name] = DevAgent.Launch(bind, ["-config=" + config], start =>
        {
            start.FileName = Program;
            return Network?.Inside(name, start) ?? start;
        }, Network?.HandlerOf(name));
    }

    /// <summary>Sends a signal that ends an agent, and waits until it has ended.</summary>
    public async Task EndAsync(string name, int signal)
    {
        Agents[name].Signal(signal);
        await Agents[name].WaitForExitAsync();
        await Agents[name].DisposeAsync();
    }

    private DevAgent Start(string name, string body)
    {
        var bind = BindOf(name);
        return StartFile(name, $$"""
            name = "{{name}}"
            data_dir = "{{folder}}/{{name}}"
            bind_addr = "{{bind}}"
            leave_on_interrupt = false
            log_level = "DEBUG"
            advertise {
              http = "{{bind}}"
              rpc  = "{{bind}}"
              serf = "{{bind}}"
            }
            {{body}}
            {{More}}
            """);
    }
}
