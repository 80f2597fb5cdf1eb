using System.Text;
using Nomad.Model.Json;

namespace Nomad.Model.Tests.Json;

/// <summary>Short values are one object however often they are read, and say the same as those that are read each on its own.</summary>
public sealed class Shared_elements
{
    [Theory]
    [InlineData("\"10s\"")]
    [InlineData("8080")]
    [InlineData("true")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"a\":[1,2]}")]
    [InlineData("\"ü\"")]
    [InlineData("\"a text that is so long that it is hardly ever there twice\"")]
    public void A_value_says_what_it_was_read_from(string text)
    {
        for (var i = 0; i < 3; i++)
            Assert.Equal(text, SharedElements.Of(Encoding.UTF8.GetBytes(text)).GetRawText());
    }

    /// <summary>More of them than there are places: each stays itself.</summary>
    [Fact]
    public void Many_values_do_not_become_each_other()
    {
        foreach (var round in (int[])[1, 2])
        {
            for (var number = 0; number < 5_000; number++)
                Assert.Equal(number * round, SharedElements.Of(Encoding.UTF8.GetBytes($"{number * round}")).GetInt32());
        }
    }
}
