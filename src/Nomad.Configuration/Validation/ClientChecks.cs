using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Nomad.Configuration.Reading;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Validation;

/// <summary>Rules of the <c>client</c> block. They hold also while the client is not enabled.</summary>
internal sealed partial class ClientChecks(AgentConfiguration configuration, ProblemList problems)
{
    private const int MaxPort = 65536;

    private static readonly string[] CloudFingerprints = ["env_aws", "env_azure", "env_gce", "env_digitalocean"];

    private ClientSettings Client => configuration.Client;

    public void Run()
    {
        CheckNode();
        CheckPorts();
        CheckNetworks();
        CheckArtifacts();
        CheckBlocks();
    }

    /// <summary>Ranges such as <c>22,80,8500-8600</c>.</summary>
    public static bool IsPortList(string text) => text.Split(',').All(part =>
    {
        var ends = part.Trim().Split('-');
        return ends.Length <= 2
            && ends.All(end => int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and < MaxPort)
            && (ends.Length == 1 || int.Parse(ends[0], CultureInfo.InvariantCulture) <= int.Parse(ends[1], CultureInfo.InvariantCulture));
    });

    private void Require(bool holds, string text, string key)
    {
        if (!holds)
        {
            problems.Error(text, "client." + key);
        }
    }

    private void CheckNode()
    {
        foreach (var key in Client.Meta.Keys.Where(key => !MetaKey().IsMatch(key)))
        {
            problems.Error($"Invalid Client.Meta key: {key}; it must be usable as a name in interpolation", "client.meta");
        }

        Require(PoolName().IsMatch(Client.NodePool), $"Invalid node pool: \"{Client.NodePool}\" must be 1-128 letters, digits, dashes or underscores", "node_pool");
        Require(Client.NodePool != "all", "Invalid node pool: node is not allowed to register in node pool \"all\"", "node_pool");
        Require(
            Client.PreferredAddressFamily is "" or "ipv4" or "ipv6",
            $"preferred_address_family must be ipv4 or ipv6, not \"{Client.PreferredAddressFamily}\"",
            "preferred_address_family");
        Require(Client.ReserveableCores.Length == 0 || Client.Reserved.Cores.Length == 0, "client.reservable_cores and client.reserved.cores cannot both be set", "reservable_cores");
    }

    private void CheckPorts()
    {
        Require(Client.MinDynamicPort is >= 0 and <= MaxPort, $"Invalid dynamic port range: min_dynamic_port={Client.MinDynamicPort} must be between 0 and {MaxPort}", "min_dynamic_port");
        Require(Client.MaxDynamicPort is >= 0 and <= MaxPort, $"Invalid dynamic port range: max_dynamic_port={Client.MaxDynamicPort} must be between 0 and {MaxPort}", "max_dynamic_port");
        Require(
            Client.MinDynamicPort <= Client.MaxDynamicPort,
            $"Invalid dynamic port range: min_dynamic_port={Client.MinDynamicPort} and max_dynamic_port={Client.MaxDynamicPort}",
            "min_dynamic_port");
        Require(Client.ClientMinPort <= Client.ClientMaxPort, "client_min_port must not be greater than client_max_port", "client_min_port");
        Require(
            Client.Reserved.ReservedPorts.Length == 0 || IsPortList(Client.Reserved.ReservedPorts),
            $"reserved.reserved_ports \"{Client.Reserved.ReservedPorts}\" invalid: write ports and ranges such as 22,8500-8600",
            "reserved.reserved_ports");
        foreach (var network in Client.HostNetworks.Where(network => network.ReservedPorts.Length > 0 && !IsPortList(network.ReservedPorts)))
        {
            problems.Error($"host_network[\"{network.Name}\"].reserved_ports \"{network.ReservedPorts}\" invalid: write ports and ranges such as 22,8500-8600", "client.host_network");
        }
    }

    private void CheckNetworks()
    {
        CheckSubnet(Client.BridgeNetworkSubnet, AddressFamily.InterNetwork, "bridge_network_subnet");
        CheckSubnet(Client.BridgeNetworkSubnetIpv6, AddressFamily.InterNetworkV6, "bridge_network_subnet_ipv6");
        foreach (var network in Client.HostNetworks.Where(network => network.CIDR.Length > 0 && !network.CIDR.Contains("{{", StringComparison.Ordinal) && !IsNetwork(network.CIDR, out _)))
        {
            problems.Error($"host_network[\"{network.Name}\"].cidr \"{network.CIDR}\" is not a network such as 10.0.0.0/8", "client.host_network");
        }
    }

    private void CheckSubnet(string text, AddressFamily family, string key)
    {
        if (text.Length > 0)
        {
            Require(
                IsNetwork(text, out var found) && found == family,
                $"invalid {key} \"{text}\": not a valid {(family == AddressFamily.InterNetwork ? "IPv4" : "IPv6")} network such as {(family == AddressFamily.InterNetwork ? "172.26.64.0/20" : "fd00:a110:c8::/120")}",
                key);
        }
    }

    private static bool IsNetwork(string text, out AddressFamily family)
    {
        family = AddressFamily.Unspecified;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0 || !IPAddress.TryParse(text[..slash], out var address) || !int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var length))
        {
            return false;
        }

        family = address.AddressFamily;
        return length <= (family == AddressFamily.InterNetwork ? 32 : 128);
    }

    private void CheckArtifacts()
    {
        var artifact = Client.Artifact;
        (string Key, TimeSpan Value)[] timeouts =
        [
            ("http_read_timeout", artifact.HTTPReadTimeout), ("gcs_timeout", artifact.GcsTimeout), ("git_timeout", artifact.GitTimeout),
            ("hg_timeout", artifact.HgTimeout), ("s3_timeout", artifact.S3Timeout),
        ];
        foreach (var (key, _) in timeouts.Where(entry => entry.Value < TimeSpan.Zero))
        {
            problems.Error($"client.artifact block invalid: {key} must be > 0", "client.artifact." + key);
        }

        Require(artifact.DecompressionFileCountLimit >= 0, "client.artifact block invalid: decompression_file_count_limit must be >= 0", "artifact.decompression_file_count_limit");
        Require(artifact.HTTPMaxSize >= 0 && artifact.DecompressionSizeLimit >= 0, "client.artifact block invalid: sizes must be >= 0", "artifact");
    }

    private void CheckBlocks()
    {
        foreach (var volume in Client.HostVolumes.Where(volume => volume.Path.Length == 0))
        {
            problems.Error($"Missing path in host_volume config: the host_volume \"{volume.Name}\" needs a path", "client.host_volume");
        }

        foreach (var fingerprint in Client.Fingerprinters)
        {
            Require(CloudFingerprints.Contains(fingerprint.Name), $"fingerprint \"{fingerprint.Name}\" cannot be configured; known are {string.Join(", ", CloudFingerprints)}", "fingerprint");
            Require(fingerprint.RetryAttempts >= -1, "fingerprint.retry_attempts must be -1 or more", "fingerprint.retry_attempts");
        }

        Require(Client.ServerJoin is not { StartJoin.Count: > 0 }, "start_join is not supported for Nomad clients", "server_join.start_join");
        Require(Client.Users.DynamicUserMin <= Client.Users.DynamicUserMax, "users.dynamic_user_min must not be greater than dynamic_user_max", "users.dynamic_user_min");
        Require(Client.MaxKillTimeout >= TimeSpan.Zero, "max_kill_timeout must not be negative", "max_kill_timeout");
    }

    [GeneratedRegex(@"^[a-zA-Z_][a-zA-Z0-9_.\-/]*$")]
    private static partial Regex MetaKey();

    [GeneratedRegex("^[a-zA-Z0-9_-]{1,128}$")]
    private static partial Regex PoolName();
}
