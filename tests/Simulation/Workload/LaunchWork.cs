using System.Globalization;
using System.Text.Json.Nodes;
using Nomad.Model.Jobs;
using Nomad.Model.Requests;
using Nomad.Server.Endpoints;
using Nomad.Simulation.Checks;
using Nomad.Simulation.Cluster;

namespace Nomad.Simulation.Workload;

/// <summary>
/// Somebody whose jobs are launched every few seconds by the servers, and others of whom each run is asked for by a token until it is answered, by two
/// callers at once. <see cref="LaunchLaws"/> tells what must hold of it.
/// </summary>
internal sealed class LaunchWork(Datacenter site, LaunchLaws laws)
{
    /// <summary>Runs of this one never overlap.</summary>
    public const string Alone = "tick-alone";

    /// <summary>Its children come by tokens.</summary>
    public const string Errand = "token-errand";

    private const string Prefix = "tick-";

    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(8);

    private static readonly (string Id, string? Missed)[] Kinds = [(Alone, null), ("tick-all", "all"), ("tick-skip", "skip"), ("tick-latest", "latest")];

    private readonly Caller caller = new(site, "w6", 371, CallLimit);
    private readonly Caller other = new(site, "w7", 372, CallLimit);
    private readonly List<(string Id, string? Missed)> mine = [Kinds[0], Kinds[1 + site.World.Random.Next(Kinds.Length - 1)]];
    private int rounds;
    private int tokens;

    /// <summary>Whether it is launched by the servers.</summary>
    public static bool IsPeriodic(string jobId) => jobId.StartsWith(Prefix, StringComparison.Ordinal);

    public void Start()
    {
        caller.Start();
        other.Start();
        caller.Post(() => _ = WorkAsync());
        other.Post(() => _ = AskAsync(other));
    }

    /// <summary>After everything has healed: waits until each job has been launched once more, and stops it.</summary>
    public Task FinishAsync() => caller.Run(async () =>
    {
        foreach (var job in mine)
        {
            // A state that was put in force may know nothing of it.
            await caller.InsistAsync($"write {job.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Periodic(job) }, default));
            var before = laws.LaunchesOf(job.Id);
            while (laws.LaunchesOf(job.Id) == before)
                await caller.PauseAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(400));
            await caller.InsistAsync($"stop {job.Id}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, job.Id), default));
        }
    });

    private async Task WorkAsync()
    {
        foreach (var job in mine)
            await caller.InsistAsync($"write {job.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Periodic(job) }, default));
        await caller.InsistAsync("write the errand", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Asked() }, default));
        caller.Post(() => _ = AskAsync(caller));
        while (site.Unrest)
        {
            await caller.PauseAsync(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(8));
            if (!site.Unrest)
                return;
            var (dice, job) = (site.World.Random.Next(100), site.World.Pick(mine));
            if (dice < 40)
                await caller.TryAsync($"write {job.Id}", server => server.Jobs.RegisterAsync(new JobRegistration { Document = Periodic(job) }, default));
            else if (dice < 50)
                await caller.TryAsync($"stop {job.Id}", server => server.Jobs.DeregisterAsync(new JobRemoval(JobDocuments.Space, job.Id), default));
            // Whoever forces a run does not mind that another runs.
            else if (job.Id != Alone)
                await caller.TryAsync($"force {job.Id}", server => server.Jobs.ForcePeriodicAsync(JobDocuments.Space, job.Id, default));
        }
    }

    // One asks with the token that the other asks with, or asked with last.
    private async Task AskAsync(Caller who)
    {
        while (site.Unrest)
        {
            await who.PauseAsync(TimeSpan.FromMilliseconds(200), TimeSpan.FromMilliseconds(2000));
            if (!site.Unrest)
                return;
            var token = string.Create(CultureInfo.InvariantCulture, $"token-{(site.World.Chance(0.5) ? ++tokens : tokens)}");
            for (var outcome = Caller.Outcome.Unanswered; outcome == Caller.Outcome.Unanswered && site.Unrest;)
                outcome = await who.TryAsync($"dispatch {token}", async server => laws.Answered(token,
                    (await server.Jobs.DispatchAsync(JobDocuments.Space, new JobDispatchRequest { JobID = Errand }, token, default)).DispatchedJobID));
        }
    }

    private JsonObject Periodic((string Id, string? Missed) job) => Document(job.Id, $$"""
        "Meta": { "round": "{{++rounds}}" },
        "Periodic": { "Enabled": true, "SpecType": "cron", "Spec": "*/{{(job.Id == Alone ? 3 : 5)}} * * * * * *", "TimeZone": "UTC",
          "ProhibitOverlap": {{(job.Id == Alone ? "true" : "false")}}{{(job.Missed is { } missed ? $", \"Missed\": \"{missed}\"" : "")}} }
        """);

    private static JsonObject Asked() => Document(Errand, "\"ParameterizedJob\": { \"Payload\": \"optional\" }");

    private static JsonObject Document(string id, string kind) => JsonNode.Parse(string.Create(CultureInfo.InvariantCulture, $$"""
        {
          "ID": "{{id}}", "Name": "{{id}}", "Type": "batch", "Datacenters": ["dc1"], "Namespace": "{{JobDocuments.Space}}", "Region": "global", {{kind}},
          "TaskGroups": [ { "Name": "g", "Count": 1, "RestartPolicy": { "Attempts": 0, "Interval": 60000000000, "Delay": 1000000000, "Mode": "fail" },
            "ReschedulePolicy": { "Delay": 5000000000, "DelayFunction": "constant", "Attempts": 0, "Interval": 0, "Unlimited": true },
            "Tasks": [ { "Name": "t", "Driver": "mock_driver", "Config": { "run_for": "1h" }, "Resources": { "CPU": 20, "MemoryMB": 16 } } ] } ]
        }
        """), new JsonNodeOptions { PropertyNameCaseInsensitive = true })!.AsObject();
}
