using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>
/// A cluster of another build becomes one of this build while it is written to, server by server, the leader last, and then client by client. <c>./test upgrade COMMIT</c>
/// makes the build of a commit and starts with that one.
/// </summary>
public sealed class UpgradeTests
{
    private const int Terminate = 15;

    private static readonly string[] Servers = ["s1", "s2", "s3"];
    private static readonly string[] Clients = ["c1", "c2"];

    [Fact]
    public async Task Agents_of_another_build_are_replaced_one_by_one_and_nothing_is_lost_or_started_again()
    {
        await using var cluster = new TestCluster { Program = NomadProgram.Before };
        foreach (var name in Servers)
            cluster.StartServer(name, Servers.Length);
        await cluster.UntilLedAsync(Servers);
        foreach (var name in Clients)
            cluster.StartClient(name, Servers);
        await using var tasks = await SteadyTasks.StartAsync(cluster);
        await using var writer = SteadyWriter.Start(cluster, Servers);
        await writer.UntilMoreAsync("before anything is replaced");

        cluster.Program = NomadProgram.Path;
        // The one that leads last: what a newer one writes, an older may not be able to read (docs/cluster.md).
        for (var before = Servers.ToList(); before.Count > 0;)
        {
            var leader = await cluster.LeaderNameAsync(cluster.Agents[before[0]]);
            var name = before.Find(each => each != leader) ?? leader;
            before.Remove(name);
            await cluster.EndAsync(name, Terminate);
            cluster.StartServer(name, Servers.Length);
            await cluster.UntilLedAsync(Servers);
            await writer.UntilMoreAsync($"after {name} was replaced");
        }
        foreach (var name in Clients)
        {
            await cluster.EndAsync(name, Terminate);
            cluster.StartClient(name, Servers);
            await tasks.CheckAsync();
        }
        await writer.CheckAsync();
        await tasks.CheckAsync();
    }
}
