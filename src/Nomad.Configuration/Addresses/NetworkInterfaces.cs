using System.Net.NetworkInformation;

namespace Nomad.Configuration.Addresses;

/// <summary>Reads the interfaces of this machine.</summary>
public static class NetworkInterfaces
{
    private const string RouteTable = "/proc/net/route";

    public static IReadOnlyList<InterfaceAddress> Read()
    {
        var standard = DefaultInterface();
        return
        [
            .. from item in NetworkInterface.GetAllNetworkInterfaces()
               from address in item.GetIPProperties().UnicastAddresses
               select new InterfaceAddress(item.Name, address.Address, address.PrefixLength)
               {
                   IsUp = item.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown,
                   IsLoopback = item.NetworkInterfaceType == NetworkInterfaceType.Loopback,
                   IsDefault = item.Name == standard,
               },
        ];
    }

    /// <summary>The name of the interface that the default route leads over, null when there is none or it is not known.</summary>
    public static string? DefaultInterface()
    {
        if (File.Exists(RouteTable))
        {
            return File.ReadLines(RouteTable).Skip(1)
                .Select(line => line.Split('\t', StringSplitOptions.TrimEntries))
                .FirstOrDefault(cells => cells.Length > 7 && cells[1] == "00000000" && cells[7] == "00000000")?[0];
        }

        return NetworkInterface.GetAllNetworkInterfaces().FirstOrDefault(item => item.GetIPProperties().GatewayAddresses.Count > 0)?.Name;
    }
}
