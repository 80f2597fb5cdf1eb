using System.Globalization;
using Nomad.Model;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Rpc;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Workload;

/// <summary>Somebody who submits, reads, stops, scales and drains, and notes what was answered.</summary>
internal sealed class User(Datacenter site, string name, int number, History history)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SnapshotLimit = TimeSpan.FromSeconds(5);

    private readonly Process program = new(site.World, name, number);

    public int Answered { get; private set; }

    public void Start()
    {
        site.Network.Attach(name, program);
        program.Post(() => _ = WorkAsync());
    }

    /// <summary>Ends drains and lets every node take work again, after everything has healed.</summary>
    public Task OpenNodesAsync() => program.Run(async () =>
    {
        foreach (var node in site.Clients)
        {
            // What was asked for before may still be on its way, so this is asked for until it is so.
            while (!await TryAsync($"open {node.Name}", async server =>
                {
                    await server.Nodes.DrainAsync(node.NodeId, null, markEligible: true, null, default);
                    await server.Nodes.SetEligibilityAsync(node.NodeId, NodeEligibility.Eligible, default);
                    return true;
                }))
                await Task.Delay(TimeSpan.FromMilliseconds(500), program.Time);
        }
    });

    /// <summary>Reads every job once more, after everything has healed.</summary>
    public Task ReadAllAsync() => program.Run(async () =>
    {
        for (var job = 0; job < JobDocuments.Jobs.Count; job++)
            await ReadAsync(job);
    });

    private async Task WorkAsync()
    {
        while (true)
        {
            await Task.Delay(site.World.Between(TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(1500)), program.Time);
            if (!site.Unrest)
                return;
            await ActAsync(site.World.Random.Next(100), site.World.Random.Next(JobDocuments.Jobs.Count));
        }
    }

    private Task ActAsync(int dice, int job) => dice switch
    {
        < 20 => WriteAsync(job),
        < 40 => WriteAndReadAsync(job),
        < 55 => ReadAsync(job),
        < 65 => ReadStaleAsync(),
        < 75 => TryAsync($"scale {job}", server => server.Jobs.ScaleAsync(JobDocuments.Space, Scaling(job), default)),
        < 80 => StopAsync(job),
        < 88 => DrainAsync(),
        < 94 => TryAsync("eligibility", server => server.Nodes.SetEligibilityAsync(
            site.World.Pick(site.Clients).NodeId, site.World.Chance(0.3) ? NodeEligibility.Ineligible : NodeEligibility.Eligible, default)),
        _ => TryAsync($"evaluate {job}", server => server.Jobs.EvaluateAsync(JobDocuments.Space, JobDocuments.Jobs[job].Id, false, default)),
    };

    private JobScaleRequest Scaling(int job) => new()
    {
        JobID = JobDocuments.Jobs[job].Id, Count = site.World.Random.Next(0, 6), Target = new Dictionary<string, string> { ["Group"] = "g" },
    };

    private Task DrainAsync()
    {
        var node = site.World.Pick(site.Clients);
        var spec = site.World.Chance(0.5) ? new DrainSpec { Deadline = Duration.FromTimeSpan(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15))) } : null;
        return TryAsync($"drain {node.Name} {(spec is null ? "off" : "on")}", server => server.Nodes.DrainAsync(node.NodeId, spec, markEligible: true, null, default));
    }

    private async Task WriteAsync(int job)
    {
        var write = history.NextValue();
        var document = JobDocuments.Of(job, write, site.World.Random.Next(1, 6), site.World.Pick([100, 200, 500]));
        var operation = history.Begin(JobDocuments.Jobs[job].Id, write, site.World.Now);
        if (await TryAsync($"write {write} to {JobDocuments.Jobs[job].Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = document }, default)))
            history.Done(operation, site.World.Now);
    }

    // Read as 0 afterwards, as before the first write.
    private async Task StopAsync(int job)
    {
        var operation = history.Begin(JobDocuments.Jobs[job].Id, 0, site.World.Now);
        if (await TryAsync($"stop {job}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, JobDocuments.Jobs[job].Id), default)))
            history.Done(operation, site.World.Now);
    }

    // By whichever server comes first each time: none of them may answer what was before the write.
    private async Task WriteAndReadAsync(int job)
    {
        await WriteAsync(job);
        for (var i = 0; i < 3; i++)
            await ReadAsync(job);
    }

    private async Task ReadAsync(int job)
    {
        var id = JobDocuments.Jobs[job].Id;
        var operation = history.Begin(id, null, site.World.Now);
        var read = 0;
        var mayTrustLease = site.World.Chance(0.5);
        if (await TryAsync($"read {id}", async server => read = await ReadAsync(server, id, mayTrustLease)))
            history.Done(operation, site.World.Now, read);
        else
            history.Forget(operation);
    }

    private Task ReadStaleAsync() => TryAsync("stale read", site.World.Pick(site.Servers).Name, server =>
    {
        site.Stale.Check(server);
        return Task.FromResult(true);
    });

    // A default read is answered at once under the leader's lease; a consistent one, and one without a lease, when a majority has
    // confirmed the leader.
    private static async Task<int> ReadAsync(ServerAgent server, string id, bool mayTrustLease)
    {
        var state = mayTrustLease && server is { IsLeader: true, Raft.HoldsLease: true } ? server.State.Snapshot()
            : await server.State.AtLeastAsync(await server.Raft.ReadIndexAsync(), SnapshotLimit, default);
        return JobDocuments.WriteOf(state.Job(JobDocuments.Space, id));
    }

    private Task<bool> TryAsync<T>(string what, Func<ServerAgent, Task<T>> serve) => TryAsync(what, null, serve);

    /// <param name="what">For the chronicle.</param>
    /// <param name="by">The server that answers; null: the leader.</param>
    /// <param name="serve">What it does.</param>
    private async Task<bool> TryAsync<T>(string what, string? by, Func<ServerAgent, Task<T>> serve)
    {
        try
        {
            await (by is null ? site.CallLeaderAsync(program, name, site.World.Pick(site.Servers).Name, serve, CallLimit)
                : site.CallAsync(program, name, by, serve, CallLimit));
            Answered++;
            site.World.Note($"{name}: {what}: done");
            return true;
        }
        catch (Exception problem) when (problem is TimeoutException or IOException or RpcException or Nomad.Raft.RaftException or OperationCanceledException)
        {
            site.World.Note($"{name}: {what}: {problem.Message}");
            return false;
        }
    }
}
