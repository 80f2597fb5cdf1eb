using System.Text.Json.Nodes;

namespace Nomad.Cli.Tests.Operators;

public sealed class Autopilot_pages
{
    private const string Rules = """{"CleanupDeadServers":true,"ServerStabilizationTime":"10s","LastContactThreshold":"200ms","MaxTrailingLogs":250,"MinQuorum":0,"CreateIndex":4,"ModifyIndex":9}""";

    private const string Health = """
        {"Healthy":false,"FailureTolerance":0,"Leader":"a.global","Voters":["a.global","b.global"],"Servers":[
        {"ID":"a.global","Name":"a.global","Address":"10.0.0.1:4647","SerfStatus":"alive","Version":"2.0.0","Leader":true,"LastContact":"0s","LastTerm":2,"LastIndex":40,"Healthy":true,"Voter":true,"StableSince":"2026-11-22T23:00:00Z"},
        {"ID":"b.global","Name":"b.global","Address":"10.0.0.2:4647","SerfStatus":"failed","Version":"2.0.0","LastContact":"1.5s","LastTerm":2,"LastIndex":31,"Voter":true,"StableSince":"2026-11-22T23:10:00Z"}]}
        """;

    [Fact]
    public async Task The_rules_are_shown_one_a_line()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/autopilot/configuration", Rules);
        Assert.Equal("""
            CleanupDeadServers = true
            LastContactThreshold = 200ms
            MaxTrailingLogs = 250
            MinQuorum = 0
            ServerStabilizationTime = 10s
            EnableRedundancyZones = false
            DisableUpgradeMigration = false
            EnableCustomUpgrades = false

            """, (await Typed.Async("operator autopilot get-config", agent)).Out);
        Assert.Equal("250\n", (await Typed.Async(["operator", "autopilot", "get-config", "-t", "{{.MaxTrailingLogs}}"], agent)).Out);
    }

    [Fact]
    public async Task Only_the_named_rules_change_and_only_if_nobody_was_faster()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/autopilot/configuration", Rules).On("PUT /v1/operator/autopilot/configuration?cas=9", "true");
        Assert.Equal(new Typed("Configuration updated!\n", "", 0),
            await Typed.Async("operator autopilot set-config -cleanup-dead-servers=false -last-contact-threshold 1s -min-quorum 3", agent));
        var sent = JsonNode.Parse(agent.Requests[^1].Body)!;
        Assert.Equal((false, "1s", 250, 3, "10s"), (sent["CleanupDeadServers"]!.GetValue<bool>(), sent["LastContactThreshold"]!.GetValue<string>(),
            sent["MaxTrailingLogs"]!.GetValue<int>(), sent["MinQuorum"]!.GetValue<int>(), sent["ServerStabilizationTime"]!.GetValue<string>()));
        agent.On("PUT /v1/operator/autopilot/configuration?cas=9", "false");
        Assert.Equal(1, (await Typed.Async("operator autopilot set-config -min-quorum 5", agent)).ExitCode);
    }

    [Theory]
    [InlineData("health")]
    [InlineData("state")]
    public async Task Unhealthy_servers_are_shown_as_well_although_the_answer_has_an_error_status(string word)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/autopilot/health", Health, status: 429);
        Assert.Equal(new Typed("""
            Healthy: false
            FailureTolerance: 0
            Leader: a.global
            Voters:
            	a.global
            	b.global
            Servers:
            ID        Name      Address        SerfStatus  Version  Leader  Voter  Healthy  LastContact  LastTerm  LastIndex  StableSince
            a.global  a.global  10.0.0.1:4647  alive       2.0.0    true    true   true     0s           2         40         2026-11-22 23:00:00 +0000 UTC
            b.global  b.global  10.0.0.2:4647  failed      2.0.0    false   true   false    1.5s         2         31         2026-11-22 23:10:00 +0000 UTC

            """, "", 0), await Typed.Async("operator autopilot " + word, agent));
    }
}
