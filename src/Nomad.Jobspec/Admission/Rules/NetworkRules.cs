using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the networks and ports of a group and its tasks.</summary>
internal static class NetworkRules
{
    private const int MaxPort = 65535;

    public static void Check(TaskGroup group, ErrorList errors)
    {
        errors.If(group.Networks.OrEmpty().Count > 1, $"Task group {group.Name} has {group.Networks?.Count} network blocks. Only one is allowed");
        var labels = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var key in group.Networks.OrEmpty().SelectMany(network => (network.CNI?.Args).OrEmpty().Keys).GroupBy(key => key).Where(same => same.Count() > 1))
            errors.Add($"duplicate CNI arg \"{key.Key}\"");
        foreach (var (key, value) in group.Networks.OrEmpty().SelectMany(network => (network.CNI?.Args).OrEmpty()))
            errors.If(key.Contains(';', StringComparison.Ordinal) || value.Contains(';', StringComparison.Ordinal), $"invalid ';' character in CNI arg \"{key}\"");
        var taken = new Dictionary<(string Network, int Port), string>();
        foreach (var network in group.Networks.OrEmpty())
            CheckNetwork(network, "taskgroup network:" + group.Name, labels, taken, errors);
        foreach (var task in group.Tasks.OrEmpty())
        {
            foreach (var network in (task.Resources?.Networks).OrEmpty())
                CheckNetwork(network, task.Name, labels, taken, errors);
        }
    }

    private static void CheckNetwork(
        NetworkResource network, string owner, Dictionary<string, string> labels, Dictionary<(string, int), string> taken, ErrorList errors)
    {
        errors.If(network.Mode is not ("" or NetworkModes.Host or NetworkModes.Bridge or NetworkModes.None) && !network.Mode.StartsWith(NetworkModes.CniPrefix, StringComparison.Ordinal),
            $"invalid network mode \"{network.Mode}\": must be none, bridge, host or cni/<network>");
        errors.If(network.Hostname is { } host && !host.Contains("${", StringComparison.Ordinal) && Uri.CheckHostName(host) != UriHostNameType.Dns, "Hostname is not a valid DNS name");
        foreach (var port in network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty()))
        {
            if (!labels.TryAdd(port.Label, owner))
                errors.Add($"Port label {port.Label} already in use by {labels[port.Label]}");
            errors.If(port.Value > MaxPort, $"Port {port.Label} ({port.Value}) cannot be greater than {MaxPort}");
            errors.If(port.Value < 0, $"Port {port.Label} ({port.Value}) cannot be less than 1");
            errors.If(port.To < -1, $"Port \"{port.Label}\" cannot be mapped to negative value {port.To}");
            errors.If(port.To > MaxPort, $"Port \"{port.Label}\" cannot be mapped to a port ({port.To}) greater than {MaxPort}");
            errors.If(port.IgnoreCollision && network.Mode is not ("" or NetworkModes.Host),
                $"Port \"{port.Label}\" collision may not be ignored on non-host network mode \"{network.Mode}\"");
            if (port.Value > 0 && !port.IgnoreCollision && !taken.TryAdd((port.HostNetwork, port.Value), $"{owner}:{port.Label}"))
                errors.Add($"Static port {port.Value} already reserved by {taken[(port.HostNetwork, port.Value)]}");
        }
    }
}
