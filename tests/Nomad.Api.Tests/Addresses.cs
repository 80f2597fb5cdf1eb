namespace Nomad.Api.Tests;

public sealed class Addresses
{
    [Fact]
    public void Come_from_the_environment()
    {
        var address = NomadAddress.FromEnvironment(new Dictionary<string, string>
        {
            ["NOMAD_ADDR"] = "https://nomad.example:4646", ["NOMAD_TOKEN"] = "t", ["NOMAD_REGION"] = "eu", ["NOMAD_NAMESPACE"] = "ops",
            ["NOMAD_HTTP_AUTH"] = "u:p", ["NOMAD_CACERT"] = "/ca.pem", ["NOMAD_SKIP_VERIFY"] = "true",
        });
        Assert.Equal(new Uri("https://nomad.example:4646"), address.Url);
        Assert.Equal(("t", "eu", "ops", "u:p"), (address.Token, address.Region, address.Namespace, address.BasicAuthentication));
        Assert.Equal("/ca.pem", address.Tls!.CaFile);
        Assert.True(address.Tls.SkipVerify);
    }

    [Fact]
    public void Default_to_the_agent_on_this_machine()
    {
        var address = NomadAddress.FromEnvironment(new Dictionary<string, string>());
        Assert.Equal(new Uri("http://127.0.0.1:4646"), address.Url);
        Assert.Null(address.Tls);
    }

    [Theory]
    [InlineData("127.0.0.1:4646")]
    [InlineData("ftp://host")]
    [InlineData("")]
    public void That_make_no_sense_are_refused_with_what_would(string text) =>
        Assert.Contains("http://127.0.0.1:4646", Assert.Throws<FormatException>(() => NomadAddress.ParseUrl(text)).Message);
}
