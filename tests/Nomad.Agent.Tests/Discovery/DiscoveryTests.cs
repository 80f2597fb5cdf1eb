using System.Text.Json;
using Nomad.Agent.Discovery;
using Nomad.Model.Logging;

namespace Nomad.Agent.Tests.Discovery;

public sealed class DiscoveryTests
{
    [Theory]
    [InlineData("""[{"Address":"10.0.0.9","ServiceAddress":"10.0.0.1","ServicePort":4648},{"Address":"10.0.0.2","ServiceAddress":"","ServicePort":4648}]""", "10.0.0.1:4648 10.0.0.2:4648")]
    [InlineData("""[{"Address":"2001:db8::7","ServicePort":4647}]""", "[2001:db8::7]:4647")]
    [InlineData("""[{"Address":"10.0.0.1"},{"ServicePort":4647},{"Address":"10.0.0.1","ServicePort":0},{"Address":7,"ServicePort":1},null,7]""", "")]
    [InlineData("""{"not":"a list"}""", "")]
    public void The_catalog_is_read_as_consul_writes_it_and_what_is_no_address_is_left_out(string answer, string expected)
    {
        using var document = JsonDocument.Parse(answer);
        Assert.Equal(expected, string.Join(' ', ConsulCatalog.Read(document.RootElement)));
    }

    [Fact]
    public async Task What_an_agent_is_told_to_join_may_be_addresses_a_command_or_a_template_but_no_cloud()
    {
        var addresses = new JoinAddresses(NoLog.Instance);
        string[] texts = ["10.0.0.1", "exec=echo 10.0.0.2 10.0.0.3:4700", "provider=gce project_name=x", "exec=exit 3", "{{ GetInterfaceIP \"lo\" }}", "{{ broken"];
        Assert.Equal(["10.0.0.1", "10.0.0.2", "10.0.0.3:4700", "127.0.0.1"], await addresses.ResolveAsync(texts, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_service_is_registered_with_its_tags_address_and_check()
    {
        var service = new AdvertisedService
        {
            Id = "_nomad-server-s1.global-rpc", Name = "nomad", Tags = ["rpc", "blue"], Address = "10.0.0.1", Port = 4647,
            Check = new AdvertisedCheck("Nomad Server RPC Check", "10.0.0.1:4647", FailuresBeforeCritical: 2),
        };
        const string Expected = """
            {"ID":"_nomad-server-s1.global-rpc","Name":"nomad","Tags":["rpc","blue"],"Address":"10.0.0.1","Port":4647,"Checks":[{"Name":"Nomad Server RPC Check",
            "TCP":"10.0.0.1:4647","Interval":"15s","Timeout":"3s","FailuresBeforeCritical":2}]}
            """;
        Assert.Equal(Expected.ReplaceLineEndings(""), System.Text.Encoding.UTF8.GetString(service.Body()));
    }
}
