using Nomad.Client.Fingerprinting;
using Nomad.Client.Fingerprinting.Clouds;

namespace Nomad.Client.Tests.Fingerprinting;

public sealed class CloudTests
{
    [Fact]
    public async Task Aws_is_asked_with_a_session_token()
    {
        using var server = new LoopbackServer(request => (request.HttpMethod, request.Url!.AbsolutePath) switch
        {
            ("PUT", "/latest/api/token") => "tok",
            _ when request.Headers["X-aws-ec2-metadata-token"] != "tok" => null,
            (_, "/latest/meta-data/ami-id") => "ami-0abc",
            (_, "/latest/meta-data/instance-type") => "m5.large",
            (_, "/latest/meta-data/placement/availability-zone") => "us-east-1a",
            (_, "/latest/meta-data/instance-id") => "i-0abc",
            (_, "/latest/meta-data/local-ipv4") => "10.0.0.4",
            _ => null,
        });
        var facts = await AskAsync(new AwsFingerprint(new MetadataClient(), server.Address));
        Assert.Equal("m5.large", facts.Attributes["platform.aws.instance-type"]);
        Assert.Equal("i-0abc", facts.Attributes["unique.platform.aws.instance-id"]);
        Assert.Equal("10.0.0.4", facts.Attributes["unique.network.ip-address"]);
        Assert.Equal("us-east-1a.i-0abc", facts.Links["aws.ec2"]);
    }

    [Fact]
    public async Task Google_tells_everything_in_one_document()
    {
        using var server = new LoopbackServer(request => request.Headers["Metadata-Flavor"] == "Google" ? """
            {"id":123,"hostname":"vm-1","cpuPlatform":"Intel Skylake","machineType":"projects/1/machineTypes/n1-standard-1","zone":"projects/1/zones/us-central1-a",
             "scheduling":{"automaticRestart":"TRUE","onHostMaintenance":"MIGRATE","preemptible":"FALSE"},"tags":["web","unique.blue"],"attributes":{"k":"v"},
             "networkInterfaces":[{"network":"projects/1/networks/default","ip":"10.0.0.4","accessConfigs":[{"externalIp":"203.0.113.4"}]}]}
            """ : null);
        var facts = await AskAsync(new GceFingerprint(new MetadataClient(), server.Address));
        Assert.Equal("n1-standard-1", facts.Attributes["platform.gce.machine-type"]);
        Assert.Equal("TRUE", facts.Attributes["platform.gce.scheduling.automatic-restart"]);
        Assert.Equal("true", facts.Attributes["platform.gce.network.default"]);
        Assert.Equal("203.0.113.4", facts.Attributes["unique.platform.gce.network.default.external-ip.0"]);
        Assert.Equal("true", facts.Attributes["unique.platform.gce.tag.blue"]);
        Assert.Equal("v", facts.Attributes["platform.gce.attr.k"]);
        Assert.Equal("123", facts.Links["gce"]);
    }

    [Fact]
    public async Task Azure_and_digitalocean_are_understood()
    {
        using var azure = new LoopbackServer(_ => """
            {"compute":{"vmId":"u-1","name":"vm-1","location":"westus","vmSize":"Standard_D2","zone":"1","resourceGroupName":"rg","tags":"env:prod;solo"},
             "network":{"interface":[{"macAddress":"000D3A000001","ipv4":{"ipAddress":[{"privateIpAddress":"10.0.0.4","publicIpAddress":"203.0.113.4"}]}}]}}
            """);
        var facts = await AskAsync(new AzureFingerprint(new MetadataClient(), azure.Address));
        Assert.Equal("prod", facts.Attributes["platform.azure.tag.env"]);
        Assert.Equal("10.0.0.4", facts.Attributes["unique.platform.azure.local-ipv4"]);
        Assert.Equal("u-1", facts.Links["azure"]);

        using var ocean = new LoopbackServer(request => request.Url!.AbsolutePath switch { "/id" => "42", "/region" => "nyc3", _ => null });
        facts = await AskAsync(new DigitalOceanFingerprint(new MetadataClient(), ocean.Address));
        Assert.Equal(("42", "nyc3"), (facts.Attributes["unique.platform.digitalocean.id"], facts.Attributes["platform.digitalocean.region"]));
    }

    [Fact]
    public async Task Nobody_answering_is_no_cloud()
    {
        var facts = new NodeFacts();
        foreach (var cloud in (CloudFingerprint[])[new AwsFingerprint(new(), ""), new GceFingerprint(new(), "http://127.0.0.1:1"), new AzureFingerprint(new(), "http://127.0.0.1:1")])
            await cloud.InspectAsync(facts, CancellationToken.None);
        Assert.Empty(facts.Attributes);
    }

    private static async Task<NodeFacts> AskAsync(CloudFingerprint cloud)
    {
        var facts = new NodeFacts();
        await cloud.InspectAsync(facts, CancellationToken.None);
        return facts;
    }
}
