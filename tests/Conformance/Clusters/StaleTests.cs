using System.Diagnostics;
using System.Globalization;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>A server without the others answers <c>?stale</c> from what it has, and says how old that may be.</summary>
public sealed class StaleTests
{
    private const int Kill = 9;
    private const string Never = "9223372036854";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private static readonly string[] Names = ["s1", "s2", "s3"];

    [Fact]
    public async Task A_server_that_is_left_alone_says_since_when_and_after_a_restart_that_it_never_heard_a_leader()
    {
        await using var cluster = new TestCluster();
        foreach (var name in Names)
            cluster.StartServer(name, Names.Length);
        await cluster.UntilLedAsync(Names);
        var last = cluster.Agents["s1"];
        await last.UntilAsync("a write is taken", async () =>
        {
            using var answer = await last.Http.PutAsync("/v1/namespace/kept", new StringContent("""{"Name":"kept"}"""));
            return answer.IsSuccessStatusCode;
        });
        var since = Stopwatch.StartNew();
        await last.UntilAsync("it has the write and a leader it heard just now", async () =>
        {
            since.Restart();
            return await AskAsync(last) is { Known: "true", Names: 2 } now && long.Parse(now.Contact, CultureInfo.InvariantCulture) < 5000;
        });

        foreach (var other in Names[1..])
            cluster.Agents[other].Signal(Kill);
        await last.UntilAsync("it knows no leader", async () => (await AskAsync(last)).Known == "false");
        var first = await AskAsync(last);
        var apart = Stopwatch.StartNew();
        await Task.Delay(Pause);
        var atLeast = apart.ElapsedMilliseconds;
        var after = await AskAsync(last);
        Assert.Equal(2, after.Names);
        // Nobody is heard any more, so it grows as time passes, and it began no sooner than when a leader had been heard.
        var contact = long.Parse(after.Contact, CultureInfo.InvariantCulture);
        Assert.InRange(contact, long.Parse(first.Contact, CultureInfo.InvariantCulture) + atLeast - 1, since.ElapsedMilliseconds + 5000);

        last.Signal(Kill);
        await last.WaitForExitAsync();
        await last.DisposeAsync();
        last = cluster.StartServer("s1", Names.Length);
        await last.UntilAsync("it answers", async () => (await last.Http.GetAsync("/v1/namespaces?stale")).IsSuccessStatusCode);
        var again = await AskAsync(last);
        Assert.Equal(("false", Never), (again.Known, again.Contact));
    }

    private static async Task<(string Known, string Contact, int Names)> AskAsync(DevAgent agent)
    {
        using var answer = await agent.Http.GetAsync("/v1/namespaces?stale");
        answer.EnsureSuccessStatusCode();
        string Header(string name) => string.Join(",", answer.Headers.GetValues(name));
        using var content = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return (Header("X-Nomad-KnownLeader"), Header("X-Nomad-LastContact"), content.RootElement.GetArrayLength());
    }
}
