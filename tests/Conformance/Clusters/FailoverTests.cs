using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Clusters;

/// <summary>A client whose server dies or hangs is served by another one before anybody takes its node for dead.</summary>
public sealed class FailoverTests
{
    private const int Kill = 9;
    private const int Stop = 19;

    /// <summary>Long, so that a busy machine does not decide: what is left over is an eighth of it.</summary>
    private const string TimeToLive = "20s";

    private static readonly string[] Names = ["s1", "s2", "s3"];

    [Theory]
    [InlineData(Kill)]
    [InlineData(Stop)]
    public async Task A_client_whose_server_is_gone_is_heard_by_another_one_within_its_time_to_live(int signal)
    {
        await using var cluster = new TestCluster();
        foreach (var name in Names)
            cluster.StartServer(name, Names.Length, more: $"server {{ min_heartbeat_ttl = \"{TimeToLive}\" }}");
        var client = cluster.StartClient("c1", Names);
        await cluster.UntilLedAsync(Names);
        await client.UntilAsync("its node is ready", async () => await StatusAsync(client) == "ready");
        var leader = await cluster.LeaderNameAsync(client);
        var its = Names.First(name => name != leader);
        await MakeFirstAsync(cluster, client, its);

        var (timeToLive, before) = await HeartbeatsAsync(client);
        Assert.True(timeToLive >= TimeSpan.FromSeconds(20), $"the client was given {timeToLive}");
        Assert.True(before < timeToLive);
        var gone = Stopwatch.StartNew();
        cluster.Agents[its].Signal(signal);
        var heard = TimeSpan.Zero;
        await client.UntilAsync("another server heard of it", async () =>
        {
            var now = gone.Elapsed;
            heard = now - (await HeartbeatsAsync(client)).Since;
            return heard > TimeSpan.Zero;
        });
        Assert.True(heard < timeToLive, $"it was silent for {heard} of the {timeToLive} it was given:\n{client.Output}");
        Assert.Contains($"server did not answer, trying the next: server={cluster.BindOf(its)}:4647", client.Output, StringComparison.Ordinal);
        Assert.Equal("ready", await StatusAsync(client));
        Assert.DoesNotContain(await EventsAsync(client), text => text.Contains("heartbeat missed", StringComparison.OrdinalIgnoreCase));
        // And what it is to do, another server tells it.
        Assert.True((await client.RunAsync("job", "run", cluster.WriteJob("short", Short))).ExitCode == 0, client.Output);
        await client.UntilAsync("the job is done", async () => (await TestCluster.ArrayAsync(client, "/v1/job/short/allocations"))
            .Any(each => each.GetProperty("ClientStatus").GetString() == "complete"));
    }

    private const string Short = """
        job "short" {
          type = "batch"
          group "g" {
            task "t" {
              driver = "raw_exec"
              config { command = "/bin/true" }
              resources {
                cpu    = 20
                memory = 20
              }
            }
          }
        }
        """;

    // Whom it asks first is its own choice; an operator's word replaces it. It counts from the next heartbeat.
    private static async Task MakeFirstAsync(TestCluster cluster, DevAgent client, string its)
    {
        var order = string.Join('&', Names.OrderBy(name => name != its).Select(name => $"address={cluster.BindOf(name)}:4647"));
        using var answer = await client.Http.PutAsync("/v1/agent/servers?" + order, null);
        answer.EnsureSuccessStatusCode();
        var asked = Stopwatch.StartNew();
        await client.UntilAsync("a heartbeat went to that server", async () =>
        {
            var now = asked.Elapsed;
            return (await HeartbeatsAsync(client)).Since < now;
        });
    }

    private static async Task<(TimeSpan TimeToLive, TimeSpan Since)> HeartbeatsAsync(DevAgent client)
    {
        using var self = JsonDocument.Parse(await client.Http.GetStringAsync("/v1/agent/self"));
        var figures = self.RootElement.GetProperty("stats").GetProperty("client");
        return (Span(figures.GetProperty("heartbeat_ttl")), Span(figures.GetProperty("last_heartbeat")));
    }

    // Of less than a minute, as Go writes it: 20s, 1.5s, 812.25ms, 40µs.
    private static TimeSpan Span(JsonElement figure)
    {
        var text = figure.GetString()!;
        var number = text.TrimEnd('s', 'm', 'µ', 'u', 'n');
        var unit = text[number.Length..] switch { "s" => 1, "ms" => 1e-3, "µs" or "us" => 1e-6, "ns" => 1e-9, var other => throw new FormatException($"{text}: unit {other}") };
        return TimeSpan.FromSeconds(double.Parse(number, CultureInfo.InvariantCulture) * unit);
    }

    private static async Task<string?> StatusAsync(DevAgent client) =>
        (await TestCluster.ArrayAsync(client, "/v1/nodes")).FirstOrDefault() is { ValueKind: JsonValueKind.Object } node ? node.GetProperty("Status").GetString() : null;

    private static async Task<IReadOnlyList<string>> EventsAsync(DevAgent client)
    {
        var id = (await TestCluster.ArrayAsync(client, "/v1/nodes")).Single().GetProperty("ID").GetString();
        using var node = JsonDocument.Parse(await client.Http.GetStringAsync($"/v1/node/{id}"));
        return [.. node.RootElement.GetProperty("Events").EnumerateArray().Select(each => each.GetProperty("Message").GetString()!)];
    }
}
