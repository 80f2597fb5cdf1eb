using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Networks;
using Nomad.Model.Nodes;

namespace Nomad.Model.Tests.Networks;

public sealed class Ports_of_a_node
{
    private static readonly Node Host = new()
    {
        NodeResources = new NodeResources
        {
            MinDynamicPort = 20000, MaxDynamicPort = 20009,
            NodeNetworks =
            [
                new NodeNetworkResource
                {
                    Mode = "host",
                    Addresses =
                    [
                        new NodeNetworkAddress { Alias = "default", Address = "10.0.0.1" },
                        new NodeNetworkAddress { Alias = "public", Address = "1.2.3.4", ReservedPorts = "443" },
                    ],
                },
            ],
        },
        ReservedResources = new NodeReservedResources { Networks = new NodeReservedNetworkResources { ReservedHostPorts = "22" } },
    };

    private readonly NetworkIndex index = new(Host);

    private static NetworkResource Static(string label, int value, string network = "", bool ignoreCollision = false) =>
        new() { ReservedPorts = [new Port { Label = label, Value = value, HostNetwork = network, IgnoreCollision = ignoreCollision }] };

    private static NetworkResource Dynamic(int count, int to = 0) =>
        new() { DynamicPorts = Enumerable.Range(0, count).Select(i => new Port { Label = "p" + i, To = to }).ToList() };

    private static AllocatedResources Taking(params AllocatedPortMapping[] ports) => new() { Shared = new AllocatedSharedResources { Ports = ports } };

    [Fact]
    public void Static_ports_go_to_the_address_of_their_host_network()
    {
        var offer = index.Offer(Static("https", 8443, "public"), new Random(1));
        Assert.Null(offer.Refusal);
        Assert.Equal(new AllocatedPortMapping { Label = "https", Value = 8443, HostIP = "1.2.3.4" }, Assert.Single(offer.Ports!));
    }

    [Theory]
    [InlineData(443, "public", "reserved port collision x=443")]
    [InlineData(22, "", "reserved port collision x=22")]
    [InlineData(22, "public", "reserved port collision x=22")]
    [InlineData(80, "storage", "no addresses available for storage network")]
    [InlineData(65536, "", "invalid port 65536 (out of range)")]
    public void Taken_and_impossible_ports_are_refused_by_name(int port, string network, string reason) =>
        Assert.Equal(reason, index.Offer(Static("x", port, network), new Random(1)).Refusal);

    [Fact]
    public void Ports_of_allocations_are_taken_until_they_go()
    {
        var resources = Taking(new AllocatedPortMapping { Label = "http", Value = 8080, HostIP = "10.0.0.1" });
        Assert.Null(index.Add(resources));
        Assert.Equal("http=8080", index.Add(resources));
        Assert.Equal("reserved port collision web=8080", index.Offer(Static("web", 8080), new Random(1)).Refusal);
        Assert.Null(index.Offer(Static("web", 8080, ignoreCollision: true), new Random(1)).Refusal);
        index.Remove(resources);
        Assert.Null(index.Offer(Static("web", 8080), new Random(1)).Refusal);
    }

    [Fact]
    public void The_same_static_port_twice_in_one_network_collides()
    {
        var ask = new NetworkResource { ReservedPorts = [new Port { Label = "a", Value = 80 }, new Port { Label = "b", Value = 80 }] };
        Assert.Equal("reserved port collision b=80", index.Offer(ask, new Random(1)).Refusal);
    }

    [Fact]
    public void Dynamic_ports_use_the_whole_range_and_never_repeat()
    {
        var offer = index.Offer(Dynamic(10), new Random(1));
        Assert.Equal(Enumerable.Range(20000, 10), offer.Ports!.Select(port => port.Value).Order());
        Assert.Equal("dynamic port selection failed", index.Offer(Dynamic(11), new Random(1)).Refusal);
    }

    [Fact]
    public void Minus_one_maps_to_the_chosen_port()
    {
        var port = Assert.Single(index.Offer(Dynamic(1, to: -1), new Random(1)).Ports!);
        Assert.Equal(port.Value, port.To);
    }
}
