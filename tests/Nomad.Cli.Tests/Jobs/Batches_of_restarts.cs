using Nomad.Cli.Invocation;
using Nomad.Cli.Jobs;

namespace Nomad.Cli.Tests.Jobs;

public sealed class Batches_of_restarts
{
    [Theory]
    [InlineData("1", 10, 1)]
    [InlineData("25%", 10, 3)]
    [InlineData("100%", 7, 7)]
    public void Have_a_number_or_a_share_rounded_up(string text, int all, int size) => Assert.Equal(size, JobRestartCommand.BatchSize(text, all));

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("all")]
    public void Of_no_size_are_refused(string text) => Assert.Throws<CommandFailure>(() => JobRestartCommand.BatchSize(text, 5));

    [Theory]
    [InlineData(1, "1st")]
    [InlineData(2, "2nd")]
    [InlineData(3, "3rd")]
    [InlineData(11, "11th")]
    [InlineData(22, "22nd")]
    public void Are_counted_in_English(int number, string text) => Assert.Equal(text, RestartBatches.Ordinal(number));
}
