using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Client.Fingerprinting;

/// <summary>
/// The interface of the default route (or `network_interface`) gives the node's address; every host network the configuration
/// names gives addresses under its own alias.
/// </summary>
public sealed class NetworkFingerprint(HostFiles files, ClientOptions options) : IFingerprint
{
    /// <summary>Assumed when neither the kernel nor the configuration knows the speed of a link.</summary>
    private const int DefaultMegabits = 1_000;

    private const string DefaultAlias = "default";

    public string Name => "network";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var interfaces = NetworkInterface.GetAllNetworkInterfaces();
        var chosen = options.NetworkInterface.Length > 0 ? options.NetworkInterface : DefaultRoute();
        var primary = interfaces.FirstOrDefault(each => each.Name == chosen)
            ?? interfaces.FirstOrDefault(each => each.OperationalStatus == OperationalStatus.Up && each.NetworkInterfaceType != NetworkInterfaceType.Loopback)
            ?? interfaces.FirstOrDefault(each => each.NetworkInterfaceType == NetworkInterfaceType.Loopback);
        if (primary is null)
            return ValueTask.CompletedTask;
        var addresses = Usable(primary);
        if (addresses.Count > 0)
            facts.Set("unique.network.ip-address", addresses[0].ToString());
        foreach (var address in addresses)
            facts.Networks.Add(Legacy(primary, address));
        foreach (var each in interfaces)
            AddNodeNetwork(facts, each, ReferenceEquals(each, primary) ? addresses : []);
        return ValueTask.CompletedTask;
    }

    private void AddNodeNetwork(NodeFacts facts, NetworkInterface each, IReadOnlyList<IPAddress> defaults)
    {
        var addresses = defaults.Select(address => Alias(address, DefaultAlias, "")).ToList();
        foreach (var network in options.HostNetworks)
        {
            if (network.Interface.Length > 0 && network.Interface != each.Name)
                continue;
            addresses.AddRange(AllOf(each).Where(address => InCidr(network.CIDR, address))
                .Select(address => Alias(address, network.Name, network.ReservedPorts)));
        }
        if (addresses.Count == 0)
            return;
        facts.NodeNetworks.Add(new NodeNetworkResource
        {
            Mode = "host",
            Device = each.Name,
            MacAddress = Mac(each),
            Speed = SpeedOf(each),
            Addresses = addresses,
        });
    }

    private List<IPAddress> Usable(NetworkInterface each)
    {
        var all = AllOf(each).ToList();
        var routable = all.Where(address => !IsLinkLocal(address)).ToList();
        var linkLocalRefused = options.Options.TryGetValue("fingerprint.network.disallow_link_local", out var text) && text is "true" or "1";
        var found = routable.Count > 0 || linkLocalRefused ? routable : all;
        var preferred = options.PreferredAddressFamily == "ipv6" ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork;
        return [.. found.OrderBy(address => address.AddressFamily == preferred ? 0 : 1)];
    }

    private static IEnumerable<IPAddress> AllOf(NetworkInterface each) =>
        each.GetIPProperties().UnicastAddresses.Select(unicast => new IPAddress(unicast.Address.GetAddressBytes()));

    private static bool IsLinkLocal(IPAddress address) =>
        address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);

    private static bool InCidr(string list, IPAddress address) =>
        list.Length == 0 || list.Split(',', StringSplitOptions.TrimEntries).Any(text => IPNetwork.TryParse(text, out var network) && network.Contains(address));

    private NetworkResource Legacy(NetworkInterface each, IPAddress address) => new()
    {
        Mode = "host",
        Device = each.Name,
        CIDR = $"{address}/{(address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)}",
        IP = address.ToString(),
        MBits = SpeedOf(each),
    };

    private static NodeNetworkAddress Alias(IPAddress address, string alias, string reservedPorts) => new()
    {
        Family = address.AddressFamily == AddressFamily.InterNetwork ? "ipv4" : "ipv6",
        Alias = alias,
        Address = address.ToString(),
        ReservedPorts = reservedPorts,
    };

    private int SpeedOf(NetworkInterface each) =>
        options.NetworkSpeed > 0 ? options.NetworkSpeed
        : files.ReadNumber($"/sys/class/net/{each.Name}/speed") is long speed and > 0 ? (int)speed : DefaultMegabits;

    private static string Mac(NetworkInterface each)
    {
        var bytes = each.GetPhysicalAddress().GetAddressBytes();
        return bytes.All(value => value == 0) ? "" : string.Join(':', bytes.Select(value => value.ToString("x2", CultureInfo.InvariantCulture)));
    }

    private string DefaultRoute()
    {
        foreach (var line in files.Lines("/proc/net/route").Skip(1))
        {
            var columns = line.Split('\t', StringSplitOptions.TrimEntries);
            if (columns.Length > 7 && columns[1] == "00000000" && columns[7] == "00000000")
                return columns[0];
        }
        return "";
    }
}
