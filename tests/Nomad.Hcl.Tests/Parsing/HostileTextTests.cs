namespace Nomad.Hcl.Tests.Parsing;

/// <summary>Texts that are nothing but trouble end early, with a reason.</summary>
public sealed class HostileTextTests
{
    private const int Length = 9_000_000;

    [Fact]
    public void Nothing_but_quotes_is_refused_after_a_few()
    {
        var quotes = new string('"', Length);
        Assert.Equal("Invalid argument name", Assert.Single(HclParser.Parse("x", quotes).Diagnostics).Summary);
        var refusal = Assert.Single(HclParser.ParseLegacy("x", quotes).Diagnostics);
        Assert.Equal("A block can have at most 64 labels.", refusal.Detail);
        Assert.True(refusal.Range!.Value.Start.Offset < 200);
    }

    [Fact]
    public void A_block_of_nothing_but_labels_is_refused_after_a_few()
    {
        var text = "a " + new string('"', Length);
        Assert.Equal("Too many labels", Assert.Single(HclParser.Parse("x", text).Diagnostics).Summary);
        Assert.Contains("at most 64 labels", Assert.Single(HclParser.ParseLegacy("x", text).Diagnostics).Detail);
    }

    [Fact]
    public void Places_are_counted_in_characters_as_people_see_them()
    {
        var position = HclParser.Parse("x", "a = 1\n\tb = \"\u00fc\" !\n").Diagnostics[0].Range!.Value.Start;
        Assert.Equal((2, 10), (position.Line, position.Column));
    }
}
