using Nomad.Cli.Output;

namespace Nomad.Cli.Tests.Output;

public sealed class Texts_for_people
{
    [Fact]
    public void Columns_are_two_blanks_apart_and_empty_cells_say_none() =>
        Assert.Equal("ID   Name    Class\na    longer  <none>\nbcd  x       y", new ColumnTable("ID", "Name", "Class").Add("a", "longer", "").Add("bcd", "x", " y ").ToString());

    [Fact]
    public void Colours_take_no_room_in_a_column() =>
        Assert.Equal("\u001b[32mab\u001b[0m  x\nabc y".Replace("abc y", "abc  y").Replace("\u001b[0m  x", "\u001b[0m   x"), new ColumnTable().Add("\u001b[32mab\u001b[0m", "x").Add("abc", "y").ToString());

    [Fact]
    public void Labels_are_aligned() => Assert.Equal("ID       = 1\nLong one = <none>", new KeyValues().Add("ID", "1").Add("Long one", "").ToString());

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(9, "9 B")]
    [InlineData(301, "301 B")]
    [InlineData(4096, "4.0 KiB")]
    [InlineData(28311552, "27 MiB")]
    [InlineData(1610612736, "1.5 GiB")]
    [InlineData(75161927680, "70 GiB")]
    public void Amounts_have_binary_units(double bytes, string text) => Assert.Equal(text, Size.Bytes(bytes));

    [Theory]
    [InlineData(0, "0s ago")]
    [InlineData(59, "59s ago")]
    [InlineData(192, "3m12s ago")]
    [InlineData(3600, "1h ago")]
    [InlineData(3661, "1h1m ago")]
    [InlineData(90000, "1d1h ago")]
    [InlineData(32 * 86400, "1mo2d ago")]
    [InlineData(-4, "4s from now")]
    public void Times_show_their_two_largest_units(int secondsAgo, string text) => Assert.Equal(text, TimeText.Relative(Typed.Now.AddSeconds(-secondsAgo), Typed.Now));

    [Fact]
    public void No_time_is_not_applicable()
    {
        Assert.Equal("N/A", TimeText.OfTask(default));
        Assert.Equal("2026-11-22T23:37:10Z", TimeText.OfTask(Typed.Now));
    }

    [Theory]
    [InlineData("a", null)]
    [InlineData("ab", "ab")]
    [InlineData("abc", "ab")]
    [InlineData("01234567-8", "01234567-")]
    [InlineData("01234567-89", "01234567-89")]
    public void Prefixes_are_cut_to_an_even_number_of_digits(string typed, string? prefix) => Assert.Equal(prefix, IdText.Prefix(typed));

    [Fact]
    public void Long_sentences_break_at_blanks() => Assert.Equal("  aaa bbb\n  ccc", Wrapped.Text("aaa bbb ccc", "  ", 10));
}
