using System.Globalization;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Requests;
using Nomad.Server;
using Nomad.Server.Endpoints;
using Nomad.Server.State;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>Somebody who submits, reads, stops, scales and drains, and notes what was answered.</summary>
internal sealed class User(Datacenter site, string name, int number, History history)
{
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan SnapshotLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(1500);

    private readonly Caller caller = new(site, name, number, CallLimit);
    private Task? working;

    public int Answered => caller.Answered;

    /// <summary>Asked for nothing more, and has the answer to what it asked for last.</summary>
    public bool IsDone => working is { IsCompleted: true };

    public void Start()
    {
        caller.Start();
        caller.Post(() => working = WorkAsync());
    }

    /// <summary>Ends drains and lets every node take work again, after everything has healed.</summary>
    public Task OpenNodesAsync() => caller.Run(async () =>
    {
        foreach (var node in site.Clients)
        {
            // What was asked for before may still be on its way, so this is asked for until it is so.
            while (!await DrainAsync(node, null) || !await SetEligibilityAsync(node, NodeEligibility.Eligible))
                await caller.PauseAsync(ShortestPause, LongestPause);
        }
    });

    /// <summary>Reads every job and node once more, after everything has healed.</summary>
    public Task ReadAllAsync() => caller.Run(async () =>
    {
        for (var job = 0; job < JobDocuments.Jobs.Count; job++)
            await ReadAsync(job);
        foreach (var node in site.Clients)
            await ReadAsync(node);
    });

    private async Task WorkAsync()
    {
        while (true)
        {
            await caller.PauseAsync(ShortestPause, LongestPause);
            if (!site.Unrest)
                return;
            var (dice, job, node) = (site.World.Random.Next(100), site.World.Random.Next(JobDocuments.Jobs.Count), site.World.Pick(site.Clients));
            await (SeedTests.Contended ? ContendAsync(dice) : ActAsync(dice, job, node));
        }
    }

    private Task ContendAsync(int dice) => dice switch
    {
        < 45 => WriteAsync(JobDocuments.Contended),
        < 90 => ScaleAsync(JobDocuments.Contended),
        _ => ReadAsync(JobDocuments.Contended),
    };

    private Task ActAsync(int dice, int job, ClientMachine node) => dice switch
    {
        < 18 => WriteAsync(job),
        < 36 => WriteAndReadAsync(job),
        < 48 => ReadAsync(job),
        < 56 => ReadStaleAsync(),
        < 68 => ScaleAsync(job),
        < 73 => StopAsync(job),
        < 81 => DrainAndReadAsync(node),
        < 89 => SetEligibilityAndReadAsync(node),
        < 94 => ReadAsync(node),
        _ => caller.TryAsync($"evaluate {job}", server => server.Jobs.EvaluateAsync(JobDocuments.Space, JobDocuments.Jobs[job].Id, false, default)),
    };

    private async Task WriteAsync(int job)
    {
        var (id, write, count) = (JobDocuments.Jobs[job].Id, history.NextValue(), site.World.Random.Next(1, 6));
        var document = JobDocuments.Of(job, write, count, site.World.Pick([100, 200, 500]));
        await history.WriteAsync(id, new History.Change(write, JobDocuments.CountOf(job, count)), caller, $"write {write} to {id}",
            server => server.Jobs.RegisterAsync(new JobRegistration { Document = document }, default));
    }

    // Read as 0 afterwards, as before the first write.
    private Task StopAsync(int job) => history.WriteAsync(JobDocuments.Jobs[job].Id, new History.Change(0), caller, $"stop {job}",
        server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, JobDocuments.Jobs[job].Id), default));

    // By whichever server comes first each time: none of them may answer what was before the write.
    private async Task WriteAndReadAsync(int job)
    {
        await WriteAsync(job);
        for (var i = 0; i < 3; i++)
            await ReadAsync(job);
    }

    // The rest of the job must stay as it is, whoever writes it meanwhile.
    private async Task ScaleAsync(int job)
    {
        var (id, count) = (JobDocuments.Jobs[job].Id, site.World.Random.Next(0, 6));
        var request = new JobScaleRequest { JobID = id, Count = count, Target = new Dictionary<string, string> { ["Group"] = "g" } };
        if (await history.WriteAsync(id, new History.Change(null, count), caller, $"scale {id} to {count}", server => server.Jobs.ScaleAsync(JobDocuments.Space, request, default)))
            await ReadAsync(job);
    }

    private Task ReadAsync(int job)
    {
        var id = JobDocuments.Jobs[job].Id;
        return ReadAsync(id, state => Contents.OfJob(state, id));
    }

    private async Task DrainAndReadAsync(ClientMachine node)
    {
        var spec = site.World.Chance(0.5) ? new DrainSpec { Deadline = Duration.FromTimeSpan(site.World.Between(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(15))) } : null;
        if (await DrainAsync(node, spec))
            await ReadAsync(node);
    }

    private Task<bool> DrainAsync(ClientMachine node, DrainSpec? spec)
    {
        var write = spec is null ? null : (int?)history.NextValue();
        var meta = write is { } number ? new Dictionary<string, string> { [Contents.DrainNumber] = number.ToString(CultureInfo.InvariantCulture) } : null;
        return history.WriteAsync(node.Name, new History.Change(write, spec is null ? 0 : 1), caller, $"drain {node.Name} {write?.ToString(CultureInfo.InvariantCulture) ?? "off"}",
            server => server.Nodes.DrainAsync(node.NodeId, spec, markEligible: true, meta, default));
    }

    private async Task SetEligibilityAndReadAsync(ClientMachine node)
    {
        if (await SetEligibilityAsync(node, site.World.Chance(0.4) ? NodeEligibility.Ineligible : NodeEligibility.Eligible))
            await ReadAsync(node);
    }

    private Task<bool> SetEligibilityAsync(ClientMachine node, string eligibility) => history.WriteAsync(node.Name, new History.Change(null, eligibility == NodeEligibility.Eligible ? 0 : 1),
        caller, $"{node.Name} {eligibility}", server => server.Nodes.SetEligibilityAsync(node.NodeId, eligibility, default));

    private Task ReadAsync(ClientMachine node) => ReadAsync(node.Name, state => Contents.OfNode(state, node.NodeId));

    // A default read is answered at once under the leader's lease; a consistent one, and one without a lease, when a majority has
    // confirmed the leader.
    private Task ReadAsync(string key, Func<StateSnapshot, History.Content> content)
    {
        var mayTrustLease = site.World.Chance(0.5);
        return history.ReadAsync(key, caller, async server => content(mayTrustLease && server is { IsLeader: true, Raft.HoldsLease: true } ? server.State.Snapshot()
            : await server.State.AtLeastAsync(await server.Raft.ReadIndexAsync(), SnapshotLimit, default)));
    }

    private Task ReadStaleAsync() => caller.TryAsync("stale read", server =>
    {
        site.Stale.Check(server);
        return Task.FromResult(true);
    }, site.World.Pick(site.Servers).Name);
}
