namespace Nomad.Cli.Tests.Operators;

public sealed class Raft_groups
{
    private const string Group = """{"Servers":[{"ID":"a.global","Node":"a.global","Address":"10.0.0.1:4647","Leader":true,"Voter":true,"RaftProtocol":"3"},{"ID":"b.global","Node":"b.global","Address":"10.0.0.2:4647","Voter":true,"RaftProtocol":"3"}]}""";

    [Fact]
    public async Task Peers_are_listed_with_who_leads()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/raft/configuration", Group);
        Assert.Equal("""
            Node      ID        Address        State     Voter  RaftProtocol
            a.global  a.global  10.0.0.1:4647  leader    true   3
            b.global  b.global  10.0.0.2:4647  follower  true   3

            """, (await Typed.Async("operator raft list-peers", agent)).Out);
    }

    [Fact]
    public async Task A_peer_is_removed_by_its_id_or_as_older_scripts_do_by_its_address()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/raft/configuration", Group).On("DELETE /v1/operator/raft/peer?id=b.global", "");
        Assert.Equal(new Typed("Removed peer with id \"b.global\"\n", "", 0), await Typed.Async("operator raft remove-peer -peer-id b.global", agent));
        Assert.Equal(new Typed("Removed peer with address \"10.0.0.2:4647\"\n", "", 0), await Typed.Async("operator raft remove-peer -peer-address 10.0.0.2:4647", agent));
        var unknown = await Typed.Async("operator raft remove-peer -peer-address 10.0.0.9:4647", agent);
        Assert.Equal((1, true), (unknown.ExitCode, unknown.Error.Contains("was not found", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Leadership_goes_to_the_named_peer()
    {
        await using var agent = new AnsweringAgent().On("PUT /v1/operator/raft/transfer-leadership?id=b.global", "{}")
            .On("PUT /v1/operator/raft/transfer-leadership?address=10.0.0.2%3A4647", "{}");
        Assert.Equal(new Typed("Transferred leadership to peer with id \"b.global\"\n", "", 0), await Typed.Async("operator raft transfer-leadership -peer-id b.global", agent));
        Assert.Equal(new Typed("Transferred leadership to peer with address \"10.0.0.2:4647\"\n", "", 0),
            await Typed.Async("operator raft transfer-leadership -peer-address 10.0.0.2:4647", agent));
    }

    [Theory]
    [InlineData("operator raft remove-peer")]
    [InlineData("operator raft transfer-leadership")]
    [InlineData("operator raft transfer-leadership -peer-id b -peer-address c:1")]
    public async Task Exactly_one_peer_must_be_named(string line)
    {
        var typed = await Typed.Async(line);
        Assert.Equal((1, true), (typed.ExitCode, typed.Error.Contains("-peer-id", StringComparison.Ordinal)));
    }
}
