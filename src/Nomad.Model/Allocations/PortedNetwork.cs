using Nomad.Model.Jobs;

namespace Nomad.Model.Allocations;

/// <summary>
/// A network as a group asked for it, on the address of one node. What an allocation has of it is this and its ports: a quarter of a stored
/// allocation would be their second copy.
/// </summary>
public sealed record PortedNetwork(NetworkResource Ask, string IP, string Device)
{
    /// <summary>The network with the ports that an allocation was given.</summary>
    public NetworkResource Filled(IReadOnlyList<AllocatedPortMapping>? ports) =>
        Ask with { IP = IP, Device = Device, DynamicPorts = Ask.DynamicPorts is null ? null : Filled(Ask.DynamicPorts, ports.OrEmpty()) };

    private static Port[] Filled(IReadOnlyList<Port> asked, IReadOnlyList<AllocatedPortMapping> ports)
    {
        var filled = new Port[asked.Count];
        for (var i = 0; i < filled.Length; i++)
        {
            var port = asked[i];
            var value = Value(ports, port.Label);
            filled[i] = port with { Value = value, To = port.To == -1 ? value : port.To };
        }
        return filled;
    }

    private static int Value(IReadOnlyList<AllocatedPortMapping> ports, string label)
    {
        foreach (var port in ports.Each())
            if (port.Label == label)
                return port.Value;
        return 0;
    }
}
