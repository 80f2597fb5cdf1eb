namespace Nomad.Cli.Tests.Invocation;

public sealed class Calling_commands
{
    [Theory]
    [InlineData("-help", 0)]
    [InlineData("--help", 0)]
    [InlineData("-h", 0)]
    public async Task Help_lists_the_common_commands_first(string line, int code)
    {
        var typed = await Typed.Async(line);
        Assert.Equal(code, typed.ExitCode);
        Assert.StartsWith("Usage: nomad [-version] [-help] [-autocomplete-(un)install] <command> [args]\n\nCommon commands:\n    run ", typed.Out);
        Assert.Contains("\n\nOther commands:\n    agent-info ", typed.Out);
        Assert.DoesNotContain("node-status", typed.Out);
        Assert.DoesNotContain("    sentinel", typed.Out);
    }

    [Fact]
    public async Task No_words_are_answered_with_help_and_127()
    {
        Assert.Equal(127, (await Typed.Async([])).ExitCode);
    }

    [Fact]
    public async Task An_unknown_word_is_answered_with_help_127_and_the_nearest_name()
    {
        var typed = await Typed.Async("nodes");
        Assert.Equal(127, typed.ExitCode);
        Assert.Contains("Did you mean \"node\"?", typed.Error);
    }

    [Fact]
    public async Task An_unknown_word_in_a_group_is_answered_with_the_groups_help_and_1()
    {
        var typed = await Typed.Async("job frobnicate");
        Assert.Equal(1, typed.ExitCode);
        Assert.StartsWith("Usage: nomad job <subcommand> [options] [args]\n", typed.Out);
        Assert.Contains("\nSubcommands:\n    allocs ", typed.Out);
        Assert.Contains("\n    periodic ", typed.Out);
    }

    [Theory]
    [InlineData("-version")]
    [InlineData("--version")]
    [InlineData("-v")]
    [InlineData("version")]
    [InlineData("version -no-color")]
    public async Task The_version_is_told_in_every_way_it_is_asked_for(string line) => Assert.Equal(new Typed("Nomad v2.0.0\n", "", 0), await Typed.Async(line));

    [Fact]
    public async Task An_unknown_flag_puts_the_reason_on_standard_error_and_help_on_standard_output()
    {
        var typed = await Typed.Async("job status -wheels=4");
        Assert.Equal(("flag provided but not defined: -wheels\n", 1), (typed.Error, typed.ExitCode));
        Assert.StartsWith("Usage: nomad job status [options] <job>\n", typed.Out);
    }

    [Fact]
    public async Task An_unknown_flag_of_job_plan_ends_with_255() => Assert.Equal(255, (await Typed.Async("job plan -wheels=4 web.nomad")).ExitCode);

    [Fact]
    public async Task Too_many_arguments_name_the_rule_and_where_help_is()
    {
        var typed = await Typed.Async("job status a b");
        Assert.Equal(new Typed("", "This command takes either no arguments or one: <job>\nFor additional help try 'nomad job status -help'\n", 1), typed);
    }

    [Fact]
    public async Task Flags_before_the_command_are_answered_with_the_commands_help()
    {
        var typed = await Typed.Async("-address=http://127.0.0.1:4646 node status");
        Assert.Equal(("", 1), (typed.Error, typed.ExitCode));
        Assert.StartsWith("Invalid flags before the subcommand. If these flags are for\nthe subcommand, please put them after the subcommand.\n\nUsage: nomad node status", typed.Out);
    }

    [Fact]
    public async Task Help_of_a_command_shows_general_options_and_its_own()
    {
        var typed = await Typed.Async("node status some -help");
        Assert.Equal(0, typed.ExitCode);
        Assert.Contains("\nGeneral Options:\n\n  -address=<addr>\n    The address", typed.Out);
        Assert.Contains("\nNode Status Options:\n\n  -self\n", typed.Out);
        Assert.DoesNotContain("-insecure", typed.Out);
    }

    [Fact]
    public async Task An_old_name_works_and_a_replaced_one_warns()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/nodes", "[]").On("GET /v1/agent/servers", """["127.0.0.1:4647"]""");
        Assert.Equal(new Typed("", "", 0), await Typed.Async("node-status", agent));
        var typed = await Typed.Async("client-config -servers", agent);
        Assert.Equal("127.0.0.1:4647\n", typed.Out);
        Assert.StartsWith("WARNING! The \"nomad client-config\" command is deprecated.", typed.Error);
    }

    [Fact]
    public async Task No_agent_is_told_in_the_words_scripts_know()
    {
        var typed = await Typed.Async("node status");
        Assert.Equal(1, typed.ExitCode);
        Assert.Equal("Error querying node status: Get \"http://127.0.0.1:1/v1/nodes\": dial tcp 127.0.0.1:1: connect: connection refused\n", typed.Error);
    }

    [Fact]
    public void Every_command_has_a_name_a_synopsis_and_flags_that_are_named_once()
    {
        foreach (var entry in Commands.Tree("2.0.0", [], new Dictionary<string, string>()).Entries)
        {
            var command = entry.Make();
            Assert.NotEmpty(command.Synopsis);
            var names = Nomad.Cli.Invocation.GeneralFlags.With(command).Select(flag => flag.Name).ToArray();
            Assert.Equal(names.Distinct().Count(), names.Length);
        }
    }
}
