using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

public sealed record AllocNetworkStatus
{
    public string InterfaceName { get; init => field = value ?? ""; } = "";

    public string Address { get; init => field = value ?? ""; } = "";

    public string AddressIPv6 { get; init => field = value ?? ""; } = "";

    public DNSConfig? DNS { get; init; }
}
