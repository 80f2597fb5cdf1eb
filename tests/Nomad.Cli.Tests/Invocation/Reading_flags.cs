using Nomad.Cli.Invocation;

namespace Nomad.Cli.Tests.Invocation;

public sealed class Reading_flags
{
    private static readonly Flag[] Flags =
    [
        Flag.Boolean("verbose", ""), Flag.Text("name", "n", ""), Flag.Number("count", "n", ""), Flag.Duration("wait", "d", ""), Flag.List("meta", "kv", ""),
    ];

    [Theory]
    [InlineData("-name=a")]
    [InlineData("--name=a")]
    [InlineData("-name a")]
    [InlineData("--name a")]
    public void One_dash_or_two_equals_or_blank_all_mean_the_same(string line) => Assert.Equal("a", Parse(line).Text("name"));

    [Theory]
    [InlineData("-verbose", true)]
    [InlineData("-verbose=1", true)]
    [InlineData("-verbose=t", true)]
    [InlineData("-verbose=TRUE", true)]
    [InlineData("-verbose=0", false)]
    [InlineData("-verbose=False", false)]
    public void Booleans_take_a_value_only_behind_an_equals_sign(string line, bool value) => Assert.Equal(value, Parse(line).Boolean("verbose"));

    [Fact]
    public void A_word_behind_a_boolean_is_an_argument()
    {
        var values = Parse("-verbose false -name x");
        Assert.True(values.Boolean("verbose"));
        Assert.Equal(["false", "-name", "x"], values.Arguments);
    }

    [Fact]
    public void Two_dashes_end_the_flags() => Assert.Equal(["-name", "x"], Parse("-verbose -- -name x").Arguments);

    [Fact]
    public void A_single_dash_is_an_argument() => Assert.Equal(["-"], Parse("-verbose -").Arguments);

    [Fact]
    public void The_last_of_a_repeated_flag_wins_and_lists_keep_all()
    {
        var values = Parse("-name a -name b -meta x=1 -meta y=2 -count -3 -wait 1h30m");
        Assert.Equal("b", values.Text("name"));
        Assert.Equal(["x=1", "y=2"], values.List("meta"));
        Assert.Equal(-3, values.Number("count"));
        Assert.Equal(TimeSpan.FromMinutes(90), values.Duration("wait"));
    }

    [Theory]
    [InlineData("-wheels", "flag provided but not defined: -wheels")]
    [InlineData("-name", "flag needs an argument: -name")]
    [InlineData("---name=a", "bad flag syntax: ---name=a")]
    [InlineData("-=a", "bad flag syntax: -=a")]
    [InlineData("-verbose=maybe", "invalid boolean value \"maybe\" for -verbose: parse error")]
    [InlineData("-count=many", "invalid value \"many\" for flag -count: parse error")]
    [InlineData("-wait=soon", "invalid value \"soon\" for flag -wait: parse error")]
    public void What_cannot_be_understood_is_refused_with_the_known_words(string line, string message) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => Parse(line)).Message);

    private static FlagValues Parse(string line) => FlagValues.Parse(line.Split(' '), Flags);
}
