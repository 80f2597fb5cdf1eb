using System.Text.Json.Nodes;

namespace Nomad.Cli.Tests.Pages;

public sealed class Small_commands
{
    [Fact]
    public async Task A_namespace_is_made_by_name_and_keeps_what_is_not_said()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/namespaces", """[{"Name":"team","Description":"old","Meta":{"a":"1"}}]""").On("PUT /v1/namespace", "");
        Assert.Equal(new Typed("Successfully applied namespace \"team\"!\n", "", 0), await Typed.Async(["namespace", "apply", "-description", "first team", "team"], agent));
        var sent = JsonNode.Parse(agent.Requests[^1].Body)!;
        Assert.Equal(("first team", "1"), (sent["Description"]!.GetValue<string>(), sent["Meta"]!["a"]!.GetValue<string>()));
    }

    [Fact]
    public async Task Namespaces_are_listed_and_shown()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/namespaces", """[{"Name":"default","Description":"Default shared namespace"},{"Name":"team-a","Description":"first team"}]""");
        Assert.Equal("Name     Description\ndefault  Default shared namespace\nteam-a   first team\n", (await Typed.Async("namespace list", agent)).Out);
        Assert.StartsWith("Name                   = team-a\nDescription            = first team\nQuota                  = <none>\nEnabled Drivers        = *\n",
            (await Typed.Async("namespace status team-a", agent)).Out);
    }

    [Fact]
    public async Task The_oldest_name_for_evaluations_only_monitors()
    {
        const string evaluation = """{"ID":"f340e09b-9a20-60e7-a935-0a62427a1dd1","JobID":"web","Namespace":"default","Status":"complete","Type":"service","TriggeredBy":"job-register"}""";
        await using var agent = new AnsweringAgent().On("GET /v1/evaluations", $"[{evaluation}]").On("GET /v1/evaluation/f340e09b-9a20-60e7-a935-0a62427a1dd1", evaluation)
            .On("GET /v1/evaluation/f340e09b-9a20-60e7-a935-0a62427a1dd1/allocations", "[]");
        var old = await Typed.Async("eval-monitor f340e09b", agent);
        Assert.Contains("Monitoring evaluation \"f340e09b\"", old.Out);
        Assert.Contains("finished with status \"complete\"", old.Out);
        Assert.DoesNotContain("TriggeredBy", old.Out);
        Assert.Equal(0, old.ExitCode);
    }

    [Fact]
    public async Task Evaluations_are_deleted_when_the_broker_is_paused_and_the_question_is_answered()
    {
        const string evaluation = """{"ID":"f340e09b-9a20-60e7-a935-0a62427a1dd1","JobID":"web","Namespace":"default","Status":"pending","Type":"service","TriggeredBy":"job-register"}""";
        AnsweringAgent Agent(bool paused) => new AnsweringAgent().On("GET /v1/evaluations", $"[{evaluation}]").On("DELETE /v1/evaluations", """{"Count":1,"Index":7}""")
            .On("GET /v1/operator/scheduler/configuration", """{"SchedulerConfig":{"PauseEvalBroker":PAUSED}}""".Replace("PAUSED", paused ? "true" : "false"));
        await using var busy = Agent(paused: false);
        var refused = await Typed.Async("eval delete -yes f340e09b", busy);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Eval broker is not paused", refused.Error);
        await using var agent = Agent(paused: true);
        var asked = await Typed.Async("eval delete f340e09b", agent, "n\n");
        Assert.Contains("Are you sure you want to delete 1 evaluation? [y/N]", asked.Out);
        Assert.EndsWith("Cancelling eval deletion\n", asked.Out);
        Assert.Equal("Successfully deleted 1 evaluation\n", (await Typed.Async("eval delete -yes f340e09b", agent)).Out);
        Assert.Equal("Successfully deleted 1 evaluation\n", (await Typed.Async(["eval", "delete", "-yes", "-filter", "Status == \"pending\""], agent)).Out);
        Assert.Equal(1, (await Typed.Async(["eval", "delete", "-filter", "Status == \"pending\"", "f340e09b"], agent)).ExitCode);
        Assert.Equal(1, (await Typed.Async("eval delete", agent)).ExitCode);
    }

    [Fact]
    public async Task Scaling_events_are_newest_first()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""").On("GET /v1/job/web/scale", """
            {"TaskGroups":{"app":{"Events":[{"Count":4,"PreviousCount":3,"Time":1795390611000000000},{"Count":3,"PreviousCount":4,"Time":1795390613000000000}]}}}
            """);
        Assert.Equal("""
            Task Group  Count  PrevCount  Date
            app         3      4          2026-11-22T23:36:53Z
            app         4      3          2026-11-22T23:36:51Z

            """, (await Typed.Async("job scaling-events web", agent)).Out);
    }

    [Fact]
    public async Task A_version_gets_and_loses_its_tag()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""").On("GET /v1/job/web", """{"ID":"web","Version":3}""")
            .On("PUT /v1/job/web/versions/gold/tag", "{}").On("DELETE /v1/job/web/versions/gold/tag", "{}");
        Assert.Equal("Job version 3 tagged with name \"gold\"\n", (await Typed.Async("job tag apply -name gold web", agent)).Out);
        Assert.Equal("Tag \"gold\" removed from job \"web\"\n", (await Typed.Async("job tag unset -name gold web", agent)).Out);
    }

    [Fact]
    public async Task A_tag_names_the_version_to_go_back_to()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""").On("PUT /v1/job/web/revert", """{"EvalID":"e4d13033"}""")
            .On("GET /v1/job/web/versions", """{"Versions":[{"ID":"web","Version":3},{"ID":"web","Version":2,"VersionTag":{"Name":"gold"}}]}""");
        Assert.Equal(new Typed("Evaluation ID: e4d13033\n", "", 0), await Typed.Async("job revert -detach web gold", agent));
        Assert.Equal(2, JsonNode.Parse(agent.Requests[^1].Body)!["JobVersion"]!.GetValue<int>());
        Assert.Equal(1, (await Typed.Async("job revert -detach web silver", agent)).ExitCode);
    }

    [Fact]
    public async Task Versions_are_shown_one_block_each()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""").On("GET /v1/job/web/versions",
            """{"Versions":[{"ID":"web","Version":1,"SubmitTime":1795390575000000000},{"ID":"web","Version":0,"Stable":true,"SubmitTime":1795390575000000000}],"Diffs":[{"Type":"Edited","ID":"web"}]}""");
        Assert.Equal("""
            Version     = 1
            Stable      = false
            Submit Date = 2026-11-22T23:36:15Z
            Diff        = 
            +/- Job: "web"

            Version     = 0
            Stable      = true
            Submit Date = 2026-11-22T23:36:15Z

            """, (await Typed.Async("job history -p web", agent)).Out);
    }

    [Fact]
    public async Task A_stopped_job_is_started_and_a_running_one_is_not()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""").On("GET /v1/job/web", """{"ID":"web","Stop":true}""")
            .On("PUT /v1/jobs", """{"EvalID":"e4d13033"}""");
        Assert.Equal(new Typed("Job start successful\nEvaluation ID: e4d13033\n", "", 0), await Typed.Async("job start -detach web", agent));
        Assert.False(JsonNode.Parse(agent.Requests[^1].Body)!["Job"]!["Stop"]!.GetValue<bool>());
        agent.On("GET /v1/job/web", """{"ID":"web","Stop":false}""");
        Assert.Equal(new Typed("", "Error starting job: job \"web\" is not stopped\n", 1), await Typed.Async("job start -detach web", agent));
    }

    [Theory]
    [InlineData("operator api jobs?prefix=w")]
    [InlineData("operator api /v1/jobs?prefix=w")]
    [InlineData("operator api http://ignored:1/v1/jobs?prefix=w")]
    public async Task Any_route_can_be_asked(string line)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs?prefix=w", "[1]");
        Assert.Equal(new Typed("[1]", "", 0), await Typed.Async(line, agent));
    }

    [Fact]
    public async Task A_refusal_of_a_route_is_printed_and_no_error() => await WithAgentAsync(async agent =>
        Assert.Equal(new Typed("not found\n", "", 0), await Typed.Async("operator api nothere", agent)));

    [Fact]
    public async Task Scheduler_flags_change_only_what_they_name()
    {
        await using var agent = new AnsweringAgent()
            .On("GET /v1/operator/scheduler/configuration", """{"SchedulerConfig":{"SchedulerAlgorithm":"binpack","PauseEvalBroker":true,"PreemptionConfig":{"SystemSchedulerEnabled":true},"ModifyIndex":5}}""")
            .On("PUT /v1/operator/scheduler/configuration", """{"Updated":true}""");
        Assert.Equal(new Typed("Scheduler configuration updated!\n", "", 0), await Typed.Async("operator scheduler set-config -scheduler-algorithm spread -preempt-batch-scheduler", agent));
        Assert.Equal("PUT /v1/operator/scheduler/configuration?cas=5", agent.Requests[^1].Line);
        var sent = JsonNode.Parse(agent.Requests[^1].Body)!;
        Assert.Equal(("spread", true), (sent["SchedulerAlgorithm"]!.GetValue<string>(), sent["PauseEvalBroker"]!.GetValue<bool>()));
        Assert.Equal((true, true), (sent["PreemptionConfig"]!["SystemSchedulerEnabled"]!.GetValue<bool>(), sent["PreemptionConfig"]!["BatchSchedulerEnabled"]!.GetValue<bool>()));
        Assert.Contains("\nPause Eval Broker                 = true\n", (await Typed.Async("operator scheduler get-config", agent)).Out);
    }

    [Fact]
    public async Task Gossip_keys_have_32_bytes() =>
        Assert.Equal(32, Convert.FromBase64String((await Typed.Async("operator gossip keyring generate")).Out.Trim()).Length);

    [Fact]
    public async Task Upkeep_says_nothing_when_all_went_well() => await WithAgentAsync(async agent =>
        Assert.Equal(new Typed("", "", 0), await Typed.Async("system gc", agent.On("PUT /v1/system/gc", ""))));

    private static async Task WithAgentAsync(Func<AnsweringAgent, Task> test)
    {
        await using var agent = new AnsweringAgent();
        await test(agent);
    }
}
