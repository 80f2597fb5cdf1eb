using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocNetworkStatus
{
    public string InterfaceName { get; init; } = "";

    public string Address { get; init; } = "";

    public string AddressIPv6 { get; init; } = "";

    public DNSConfig? DNS { get; init; }
}
