using System.Text.Json;
using Nomad.Model.Json;
using Nomad.Model.Nodes;

namespace Nomad.Model.Tests.Nodes;

public sealed class Pci_addresses
{
    [Theory]
    [InlineData("0000:3b:00.0", "0000:3b:00.0")]
    [InlineData("00000000:3B:00.0", "0000:3b:00.0")]
    [InlineData("10000:3b:00.0", "10000:3b:00.0")]
    [InlineData("3b:00.1", "0000:3b:00.1")]
    [InlineData("", "")]
    [InlineData("pci0", "pci0")]
    public void All_spellings_of_an_address_are_one(string told, string canonical) => Assert.Equal(canonical, PciAddress.Canonical(told));

    [Fact]
    public void A_topology_tells_of_devices_only_when_it_knows_any()
    {
        Assert.DoesNotContain("BusAssociativity", JsonSerializer.Serialize(new Topology(), ModelJson.Default.Topology), StringComparison.Ordinal);
        var told = JsonSerializer.Serialize(new Topology { BusAssociativity = new Dictionary<string, int> { ["0000:3b:00.0"] = 1 } }, ModelJson.Default.Topology);
        Assert.Contains("""
            "BusAssociativity":{"0000:3b:00.0":1}
            """, told, StringComparison.Ordinal);
        Assert.Equal(1, JsonSerializer.Deserialize(told, ModelJson.Default.Topology)!.BusAssociativity!["0000:3b:00.0"]);
    }
}
