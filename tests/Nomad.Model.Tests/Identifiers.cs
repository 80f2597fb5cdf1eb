namespace Nomad.Model.Tests;

public sealed class Identifiers
{
    [Theory]
    [InlineData("f7476465-4d6e-c0de-26d0-e383c49be941", true)]
    [InlineData("F7476465-4D6E-C0DE-26D0-E383C49BE941", true)]
    [InlineData("f7476465", false)]
    [InlineData("f7476465x4d6e-c0de-26d0-e383c49be941", false)]
    [InlineData("g7476465-4d6e-c0de-26d0-e383c49be941", false)]
    [InlineData("f7476465-4d6e-c0de-26d0-e383c49be9411", false)]
    public void Are_hexadecimal_digits_with_dashes_in_place(string text, bool valid) => Assert.Equal(valid, Identifier.IsValid(text));

    [Fact]
    public void Are_made_of_sixteen_bytes()
    {
        var id = Identifier.FromBytes([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255]);
        Assert.Equal("00010203-0405-0607-0809-0a0b0c0d0eff", id);
        Assert.Equal("00010203", Identifier.Short(id));
        Assert.Throws<ArgumentException>(() => Identifier.FromBytes([1]));
    }
}
