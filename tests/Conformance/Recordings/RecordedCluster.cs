using Nomad.Conformance.Clusters;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// The cluster of the recordings: three servers, of which srv-1 leads, and two clients, with the configuration files of the recording.
/// Addresses are this run's own, and elections wait longer: on a loaded machine the leader stays who it was.
/// </summary>
internal sealed class RecordedCluster : IAsyncDisposable
{
    private const string Leader = "srv-1";

    private static readonly Dictionary<string, (string File, string Address)> Members = new(StringComparer.Ordinal)
    {
        [Leader] = ("server-1.hcl", "127.0.0.11"),
        ["srv-2"] = ("server-2.hcl", "127.0.0.12"),
        ["srv-3"] = ("server-3.hcl", "127.0.0.13"),
        ["cl-1"] = ("client-1.hcl", "127.0.0.21"),
        ["cl-2"] = ("client-2.hcl", "127.0.0.22"),
    };

    private readonly TestCluster cluster = new();
    private readonly string jobs;

    private RecordedCluster(string jobs)
    {
        this.jobs = jobs;
        Places = new Places(Members.ToDictionary(member => member.Value.Address, member => cluster.BindOf(member.Key)));
    }

    public Places Places { get; }

    public DevAgent Asked => cluster.Agents[Leader];

    /// <summary>Starts all, with the files found in a folder, and waits until srv-1 leads and both nodes are ready.</summary>
    public static async Task<RecordedCluster> StartAsync(string jobs)
    {
        var started = new RecordedCluster(jobs);
        try
        {
            foreach (var name in Members.Keys)
                started.Start(name);
            await started.cluster.UntilLedAsync("srv-1", "srv-2", "srv-3");
            await started.LeadAsync();
            await started.Asked.UntilAsync("two nodes are ready", async () =>
                (await TestCluster.ArrayAsync(started.Asked, "/v1/nodes")).Count(node => node.GetProperty("Status").GetString() == "ready") == 2);
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary><c>kill NAME</c>, <c>start NAME</c>, or <c>lead</c>: srv-1 leads again when another server does.</summary>
    public async Task ObeyAsync(string step)
    {
        if (step == "lead")
            await LeadAsync();
        else if (step.StartsWith("start ", StringComparison.Ordinal))
        {
            await cluster.Agents[step["start ".Length..]].DisposeAsync();
            Start(step["start ".Length..]);
        }
        else
        {
            var agent = cluster.Agents[step["kill ".Length..]];
            agent.Signal(9);
            await agent.WaitForExitAsync();
        }
    }

    /// <summary>What the agent of a configuration file printed when it started.</summary>
    public Outcome Started(string line)
    {
        var name = Members.First(member => line.EndsWith("=" + member.Value.File, StringComparison.Ordinal)).Key;
        var text = RecordedAgent.WithoutLog(cluster.Agents[name].Output);
        text = string.Join('\n', text.Split('\n').Where(shown => !shown.StartsWith("==> WARNING", StringComparison.Ordinal)));
        return new Outcome(text.Replace($"{cluster.Folder}/{name}.hcl", Members[name].File, StringComparison.Ordinal), "", 0);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    private void Start(string name) => cluster.StartFile(name, Places.ToLive(File.ReadAllText(Path.Combine(jobs, Members[name].File)))
        .Replace("<DATA_DIR>", cluster.Folder, StringComparison.Ordinal)
        .Replace("bootstrap_expect = 3", "bootstrap_expect = 3\n  raft_multiplier  = 8", StringComparison.Ordinal));

    private Task LeadAsync() => Asked.UntilAsync("srv-1 leads", async () =>
    {
        if (await TestCluster.LeaderAsync(Asked) == $"{Asked.Bind}:4647")
            return true;
        using var moved = await Asked.Http.PutAsync("/v1/operator/raft/transfer-leadership?id=srv-1.global", null);
        return false;
    });
}
