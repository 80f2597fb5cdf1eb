using Nomad.Configuration.Addresses;

namespace Nomad.Configuration.Tests.Addresses;

public sealed class AddressTemplateTests
{
    [Theory]
    [InlineData("10.1.1.1", "10.1.1.1")]
    [InlineData("{{ GetPrivateIP }}", "10.0.0.5")]
    [InlineData("{{ GetPrivateIPs }}", "10.0.0.5 192.168.7.9")]
    [InlineData("{{ GetPublicIP }}", "8.8.4.4")]
    [InlineData("{{ GetInterfaceIP \"eth1\" }}", "192.168.7.9")]
    [InlineData("{{GetInterfaceIP `eth9`}}", "")]
    [InlineData("{{ GetDefaultInterfaces | attr \"name\" }}", "eth0")]
    [InlineData("{{ GetAllInterfaces | include \"network\" \"10.0.0.0/8\" | attr \"address\" }}", "10.0.0.5")]
    [InlineData("{{ GetPrivateInterfaces | exclude \"name\" \"eth0\" | attr \"address\" }}:80", "192.168.7.9:80")]
    [InlineData("{{ GetPrivateInterfaces | sort \"-address\" | limit 1 | join \"address\" \",\" }}", "192.168.7.9")]
    public void Templates_choose_addresses(string template, string expected)
    {
        Assert.Equal(expected, AddressTemplate.Evaluate(template, () => ConfigurationFolder.Machine));
    }

    [Theory]
    [InlineData("{{ GetMagic }}")]
    [InlineData("{{ GetPrivateIP")]
    [InlineData("{{ GetAllInterfaces | include \"colour\" \"red\" }}")]
    [InlineData("{{ | }}")]
    public void Broken_templates_say_why(string template)
    {
        Assert.NotEmpty(Assert.Throws<AddressTemplateException>(() => AddressTemplate.Evaluate(template, () => ConfigurationFolder.Machine)).Message);
    }
}
