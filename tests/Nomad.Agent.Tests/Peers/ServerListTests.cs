using Nomad.Agent.Peers;

namespace Nomad.Agent.Tests.Peers;

public sealed class ServerListTests
{
    private static readonly string[] Three = ["10.0.0.1:4647", "10.0.0.2:4647", "10.0.0.3:4647"];

    [Fact]
    public void Clients_spread_over_the_servers_and_do_so_again_when_they_rebalance()
    {
        var lists = Enumerable.Range(1, 300).Select(seed => new ServerList(Three, new Random(seed))).ToList();
        Spread(lists, Three);
        // One more server: whoever has one that answers stays with it until it rebalances.
        string[] four = [.. Three, "10.0.0.4:4647"];
        lists.ForEach(list => Assert.True(list.Learn(four)));
        Assert.DoesNotContain(lists, list => list.First == four[3]);
        lists.ForEach(list => list.Rebalance());
        Spread(lists, four);
    }

    [Fact]
    public void Who_does_not_answer_goes_to_the_end_and_who_is_no_server_any_more_goes_away()
    {
        var list = new ServerList(Three, new Random(1));
        var first = list.First!;
        list.Failed(first);
        Assert.Equal(first, list.Known[^1]);
        Assert.False(list.Learn([.. Three.Where(address => address != first)]));
        Assert.DoesNotContain(first, list.Known);
        // What was configured is asked when nobody else answers.
        Assert.Equal(first, list.InOrder()[^1]);
        list.Learn([]);
        Assert.Equal(2, list.Known.Count);
    }

    [Fact]
    public void What_is_configured_may_turn_out_later_and_takes_nothing_from_what_servers_have_told()
    {
        var list = new ServerList([], new Random(1));
        Assert.Null(list.First);
        list.Configure(Three);
        Assert.Equal(Three, list.Known.Order());
        list.Learn(["10.0.0.9:4647"]);
        list.Configure(["10.0.0.7"]);
        Assert.Equal(["10.0.0.9:4647", "10.0.0.7:4647"], list.InOrder());
    }

    private static void Spread(List<ServerList> lists, string[] servers) =>
        Assert.All(servers, server => Assert.InRange(lists.Count(list => list.First == server), lists.Count / servers.Length / 2, lists.Count * 2 / servers.Length));
}
