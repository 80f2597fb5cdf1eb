namespace Nomad.Model.Tests;

public sealed class Duration_text
{
    [Theory]
    [InlineData("0", 0L)]
    [InlineData("0s", 0L)]
    [InlineData("5s", 5_000_000_000L)]
    [InlineData("1h30m", 5_400_000_000_000L)]
    [InlineData("1h30m0s", 5_400_000_000_000L)]
    [InlineData("-1.5h", -5_400_000_000_000L)]
    [InlineData("+5s", 5_000_000_000L)]
    [InlineData("250ms", 250_000_000L)]
    [InlineData("1us", 1_000L)]
    [InlineData("1µs", 1_000L)]
    [InlineData("3ns", 3L)]
    [InlineData(".5s", 500_000_000L)]
    [InlineData("1.s", 1_000_000_000L)]
    [InlineData("1m1m", 120_000_000_000L)]
    public void Is_read_as_Go_reads_it(string text, long nanoseconds) => Assert.Equal(nanoseconds, Duration.Parse(text).Nanoseconds);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData(".s")]
    [InlineData("-")]
    [InlineData("5x")]
    [InlineData("5 s")]
    [InlineData("1d")]
    [InlineData("10000000000h")]
    public void Refuses_what_Go_refuses(string text) => Assert.False(Duration.TryParse(text, out _));

    [Theory]
    [InlineData(0L, "0s")]
    [InlineData(1L, "1ns")]
    [InlineData(1_500L, "1.5µs")]
    [InlineData(250_000_000L, "250ms")]
    [InlineData(1_500_000_000L, "1.5s")]
    [InlineData(60_000_000_000L, "1m0s")]
    [InlineData(3_600_000_000_000L, "1h0m0s")]
    [InlineData(5_400_000_000_000L, "1h30m0s")]
    [InlineData(-5_000_000_000L, "-5s")]
    public void Is_written_as_Go_writes_it(long nanoseconds, string text) => Assert.Equal(text, new Duration(nanoseconds).ToString());
}
