using System.Globalization;

namespace Nomad.Server;

/// <summary>The figures of a server as <c>agent-info</c> shows them.</summary>
internal static class ServerFigures
{
    public static IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Of(ServerAgent server, int heartbeats, int plans)
    {
        var broker = server.Broker.Stats();
        return new Dictionary<string, IReadOnlyDictionary<string, string>>
        {
            ["nomad"] = new Dictionary<string, string>
            {
                ["server"] = "true",
                ["leader"] = server.IsLeader ? "true" : "false",
                ["leader_addr"] = server.LeaderAddress ?? "",
                ["bootstrap"] = server.Options.BootstrapExpect == 1 ? "true" : "false",
                ["known_regions"] = "1",
            },
            ["raft"] = server.Raft.Stats().ToPairs(),
            ["broker"] = new Dictionary<string, string>
            {
                ["total_ready"] = Text(broker.Ready),
                ["total_unacked"] = Text(broker.Unacked),
                ["total_pending"] = Text(broker.Pending),
                ["total_waiting"] = Text(broker.Waiting),
                ["total_failed"] = Text(broker.Failed),
                ["total_blocked"] = Text(server.Blocked.Count),
                ["total_escaped"] = Text(server.Blocked.EscapedCount),
                ["plan_queue"] = Text(plans),
                ["heartbeats"] = Text(heartbeats),
            },
        };
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
