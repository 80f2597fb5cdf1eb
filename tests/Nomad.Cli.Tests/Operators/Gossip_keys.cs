namespace Nomad.Cli.Tests.Operators;

public sealed class Gossip_keys
{
    private const string Key = "HS5lJ+XuTlYKWaeGYyG+/A==";

    [Theory]
    [InlineData("operator gossip keyring list")]
    [InlineData("operator keyring -list")]
    public async Task Installed_keys_are_listed(string line)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/agent/keyring/list", $$"""{"Messages":{},"Keys":{"{{Key}}":2},"NumNodes":2}""");
        Assert.Equal(new Typed($"Gathering installed encryption keys...\nKey\n{Key}\n", "", 0), await Typed.Async(line, agent));
    }

    [Theory]
    [InlineData("operator gossip keyring install " + Key, "install", "Installing new gossip encryption key...")]
    [InlineData("operator gossip keyring use " + Key, "use", "Changing primary gossip encryption key...")]
    [InlineData("operator gossip keyring remove " + Key, "remove", "Removing gossip encryption key...")]
    [InlineData("operator keyring -use " + Key, "use", "Changing primary gossip encryption key...")]
    public async Task A_key_is_changed_on_all_servers(string line, string verb, string said)
    {
        await using var agent = new AnsweringAgent().On("PUT /v1/agent/keyring/" + verb, """{"NumNodes":1}""");
        Assert.Equal(new Typed(said + "\n", "", 0), await Typed.Async(line, agent));
        Assert.Equal($$"""{"Key":"{{Key}}"}""", agent.Requests[^1].Body.Replace("\\u002B", "+"));
    }

    [Fact]
    public async Task A_server_that_cannot_makes_it_a_failure()
    {
        await using var agent = new AnsweringAgent().On("PUT /v1/agent/keyring/remove", "1/1 nodes reported failure", status: 500);
        var typed = await Typed.Async("operator gossip keyring remove " + Key, agent);
        Assert.Equal((1, true), (typed.ExitCode, typed.Error.Contains("1/1 nodes reported failure", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("operator gossip keyring use")]
    [InlineData("keyring")]
    [InlineData("keyring -list -use abc")]
    public async Task What_to_do_must_be_said(string line) => Assert.Equal(1, (await Typed.Async(line)).ExitCode);
}
