using Nomad.Gossip.Sockets;

namespace Nomad.Gossip.Tests;

public sealed class GossipAddressTests
{
    [Theory]
    [InlineData("10.0.0.1", "10.0.0.1:4648")]
    [InlineData("10.0.0.1:7", "10.0.0.1:7")]
    [InlineData("::1", "[::1]:4648")]
    [InlineData("[::1]", "[::1]:4648")]
    [InlineData("[::1]:7", "[::1]:7")]
    [InlineData("a.global/[fd00::2]:7", "[fd00::2]:7")]
    [InlineData("a.global/10.0.0.1:7", "10.0.0.1:7")]
    public async Task An_address_has_its_port_or_the_usual_one(string text, string meant) =>
        Assert.Equal(meant, Assert.Single(await GossipAddress.ResolveAsync(text, 4648, TestContext.Current.CancellationToken)).ToString());

    [Fact]
    public async Task A_name_stands_for_all_its_addresses() =>
        Assert.All(await GossipAddress.ResolveAsync("localhost:7", 4648, TestContext.Current.CancellationToken), address => Assert.Equal(7, address.Port));

    [Theory]
    [InlineData(":7")]
    [InlineData("host:port")]
    [InlineData("host:99999")]
    public async Task What_is_no_address_is_told(string text) =>
        Assert.Contains($"\"{text}\" is no address", (await Assert.ThrowsAsync<FormatException>(() => GossipAddress.ResolveAsync(text, 4648, default))).Message);
}
