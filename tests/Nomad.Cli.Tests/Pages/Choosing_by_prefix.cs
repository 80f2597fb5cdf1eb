namespace Nomad.Cli.Tests.Pages;

public sealed class Choosing_by_prefix
{
    private const string Two = """[{"ID":"5adda183-98d6-93f3-0faf-47dc92d63f89","ClientStatus":"complete"},{"ID":"5a58f101-98d6-93f3-0faf-47dc92d63f89","ClientStatus":"running"}]""";

    [Fact]
    public async Task One_character_is_too_little() =>
        Assert.Equal(new Typed("", "Identifier must contain at least two characters.\n", 1), await Typed.Async("alloc status a"));

    [Fact]
    public async Task An_odd_digit_is_left_out_of_the_question()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/allocations", "[]");
        await Typed.Async("alloc status abcde", agent);
        Assert.Equal("GET /v1/allocations?prefix=abcd", agent.Requests[0].Line);
    }

    [Fact]
    public async Task Several_allocations_are_an_answer_for_alloc_status_and_an_error_elsewhere()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/allocations", Two);
        var status = await Typed.Async("alloc status 5a", agent);
        Assert.Equal(("", 0), (status.Error, status.ExitCode));
        Assert.StartsWith("Prefix matched multiple allocations\n\nID        Node ID", status.Out);
        var stop = await Typed.Async("alloc stop 5a", agent);
        Assert.Equal(("", 1), (stop.Out, stop.ExitCode));
        Assert.StartsWith("Prefix matched multiple allocations\n\nID        Node ID", stop.Error);
        Assert.DoesNotContain("\n\n\n", stop.Error);
    }

    [Theory]
    [InlineData("alloc status 00000000-1111", "No allocation(s) with prefix or id \"00000000-1111\" found\n")]
    [InlineData("eval status 00000000-1111", "No evaluation(s) with prefix or id \"00000000-1111\" found\n")]
    [InlineData("node status 00000000-1111", "No node(s) with prefix \"00000000-1111\" found\n")]
    [InlineData("node eligibility -enable 00000000-1111", "No node(s) with prefix or id \"00000000-1111\" found\n")]
    [InlineData("deployment status 00000000-1111", "Error retrieving deployment: Deployment ID \"000000001111\" matched no deployments\n")]
    [InlineData("job status nothere", "No job(s) with prefix or id \"nothere\" found\n")]
    [InlineData("job stop nothere", "No job(s) with prefix or id \"nothere\" found\n")]
    [InlineData("namespace status nothere", "Error retrieving namespaces: Namespace \"nothere\" matched no namespaces\n")]
    public async Task Nothing_found_is_told_in_the_known_words(string line, string error)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/allocations", "[]").On("GET /v1/evaluations", "[]").On("GET /v1/nodes", "[]")
            .On("GET /v1/deployments", "[]").On("GET /v1/jobs", "[]").On("GET /v1/namespaces", "[]");
        Assert.Equal(new Typed("", error, 1), await Typed.Async(line, agent));
    }

    [Theory]
    [InlineData("n\n", "Cancelling job stop\n", 0)]
    [InlineData("maybe\n", "No confirmation detected. For confirmation, an exact 'y' is required.\n", 1)]
    [InlineData("yes\n", "For confirmation, an exact ‘y’ is required.\n", 0)]
    [InlineData("y\n", "e4d13033\n", 0)]
    public async Task A_prefix_needs_an_exact_yes_before_a_job_is_stopped(string answer, string said, int code)
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"canary","Namespace":"default"}]""").On("DELETE /v1/job/canary", """{"EvalID":"e4d13033"}""");
        Assert.Equal(new Typed("Are you sure you want to stop job \"canary\"? [y/N] " + said, "", code), await Typed.Async("job stop -detach canar", agent, answer));
    }

    [Fact]
    public async Task A_drain_that_is_not_there_is_no_error()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/nodes", """[{"ID":"71c3ff95"}]""").On("GET /v1/node/71c3ff95", """{"ID":"71c3ff95","Status":"ready"}""");
        Assert.Equal(new Typed("", "No drain strategy set\n", 0), await Typed.Async("node drain -monitor 71c3ff95", agent));
    }

    [Theory]
    [InlineData("node drain 71c3ff95", "Either the '-enable' or '-disable' flag must be set, unless using '-monitor'\nFor additional help try 'nomad node drain -help'\n")]
    [InlineData("node eligibility 71c3ff95", "Either the '-enable' or '-disable' flag must be set\nFor additional help try 'nomad node eligibility -help'\n")]
    [InlineData("node config", "The '-servers' or '-update-servers' flag(s) must be set\nFor additional help try 'nomad node config -help'\n")]
    [InlineData("node status -json -t x", "Both json and template formatting are not allowed\n")]
    [InlineData("alloc exec 122f91ee", "A command is required\nFor additional help try 'nomad alloc exec -help'\n")]
    public async Task Flags_that_make_no_sense_are_refused_before_anything_is_asked(string line, string error) => Assert.Equal(new Typed("", error, 1), await Typed.Async(line));
}
