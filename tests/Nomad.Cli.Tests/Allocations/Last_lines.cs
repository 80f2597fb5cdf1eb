using System.Text;
using CsCheck;
using Nomad.Cli.Allocations;

namespace Nomad.Cli.Tests.Allocations;

public sealed class Last_lines
{
    [Theory]
    [InlineData("a\nb\nc\n", 2, "b\nc\n")]
    [InlineData("a\nb\nc", 2, "b\nc")]
    [InlineData("a\nb\n", 5, "a\nb\n")]
    [InlineData("a\nb\n", 0, "")]
    [InlineData("", 3, "")]
    [InlineData("\n\n", 1, "\n")]
    public void Only_the_last_lines_are_kept(string text, long lines, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(LastLines.Last(Encoding.UTF8.GetBytes(text), lines).Span));

    [Fact]
    public void They_are_an_end_of_the_text_with_at_most_that_many_lines() =>
        Seeds.Each(300, Gen.Select(Gen.Char["ab\n"].Array[0, 30], Gen.Int[1, 6]), made =>
        {
            var (characters, lines) = made;
            var text = new string(characters);
            var kept = Encoding.UTF8.GetString(LastLines.Last(Encoding.UTF8.GetBytes(text), lines).Span);
            Assert.EndsWith(kept, text, StringComparison.Ordinal);
            Assert.True(kept.TrimEnd('\n').Count(c => c == '\n') < lines + (kept.EndsWith("\n\n", StringComparison.Ordinal) ? 1 : 0));
        });
}
