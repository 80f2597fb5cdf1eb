using Nomad.Cli.Absent;

namespace Nomad.Cli.Tests.Absent;

public sealed class Absent_commands
{
    [Fact]
    public async Task One_sentence_and_exit_code_1_whatever_flags_are_given() =>
        Assert.Equal(new Typed("", "\"nomad var put\" is not part of this program: it keeps no variables.\n", 1), await Typed.Async("var put -in hcl @spec.hcl"));

    [Fact]
    public async Task Their_groups_say_that_nothing_is_there()
    {
        var typed = await Typed.Async("sentinel");
        Assert.Equal(1, typed.ExitCode);
        Assert.Contains("None of these commands is built into this program.", typed.Out);
    }

    [Fact]
    public async Task A_group_page_lists_only_what_works()
    {
        var typed = await Typed.Async("operator");
        Assert.Contains("\n    raft ", typed.Out);
        Assert.DoesNotContain("\n    debug ", typed.Out);
    }

    [Fact]
    public void No_command_is_both_present_and_absent()
    {
        // A doubled name would not survive the making of the tree.
        var tree = Commands.Tree("2.0.0", [], new Dictionary<string, string>());
        Assert.All(AbsentCommands.All, entry => Assert.IsType<AbsentCommand>(tree.Find(entry.Name.Split(' ')).Entry!.Make()));
    }
}
