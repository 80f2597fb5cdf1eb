namespace Nomad.Cli.Tests.Invocation;

public sealed class Completing_words
{
    [Theory]
    [InlineData("nomad nod", "node")]
    [InlineData("nomad node e", "eligibility")]
    [InlineData("nomad node eligibility -en", "-enable")]
    [InlineData("nomad system reconcile ", "summaries")]
    public void The_shell_gets_the_words_that_go_on(string line, string candidate) =>
        Assert.Equal([candidate], ShellCompletion.Candidates(Commands.Tree("2.0.0", [], new Dictionary<string, string>()), new Dictionary<string, string> { ["COMP_LINE"] = line })!);

    [Fact]
    public void Nothing_is_answered_when_no_shell_asks() =>
        Assert.Null(ShellCompletion.Candidates(Commands.Tree("2.0.0", [], new Dictionary<string, string>()), new Dictionary<string, string>()));
}
