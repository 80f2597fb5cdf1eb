using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks.Environment;

/// <summary>The variables that tell a task its addresses: those of the group's ports, and of the older networks inside tasks.</summary>
internal sealed class EnvironmentPorts(EnvironmentSource source, SortedDictionary<string, string> variables)
{
    public void Add()
    {
        var resources = source.Allocation.AllocatedResources;
        foreach (var port in resources?.Shared.Ports.OrEmpty() ?? [])
            AddGroupPort(port);
        // Allocations of jobs with a group network but without port mappings carry the ports in the network alone.
        if (resources?.Shared.Ports.OrEmpty() is null or { Count: 0 })
        {
            foreach (var network in resources?.Shared.Networks.OrEmpty() ?? [])
                AddNetwork(network);
        }
        foreach (var (task, allocated) in resources?.Tasks.OrEmpty() ?? new Dictionary<string, Nomad.Model.Allocations.AllocatedTaskResources>())
        {
            foreach (var network in allocated.Networks.OrEmpty())
            {
                if (task == source.Task.Name)
                    AddTaskNetwork(network);
                AddSibling(task, network);
            }
        }
    }

    private void AddGroupPort(AllocatedPortMapping port)
    {
        var inside = source.DriverPorts.TryGetValue(port.Label, out var mapped) && mapped > 0 ? mapped : port.To > 0 ? port.To : port.Value;
        var label = EnvironmentNames.Clean(port.Label);
        AddHostPort(label, port.HostIP, port.Value, inside);
        var alloc = port.To > 0 ? port.To : port.Value;
        variables[$"NOMAD_ALLOC_PORT_{label}"] = Text(alloc);
        if (source.Network is not { Address.Length: > 0 } network)
            return;
        variables[$"NOMAD_ALLOC_INTERFACE_{label}"] = network.InterfaceName;
        variables[$"NOMAD_ALLOC_IP_{label}"] = network.Address;
        variables[$"NOMAD_ALLOC_ADDR_{label}"] = Join(network.Address, alloc);
    }

    private void AddNetwork(NetworkResource network)
    {
        foreach (var port in Ports(network))
            AddGroupPort(new AllocatedPortMapping { Label = port.Label, Value = port.Value, To = port.To, HostIP = network.IP });
    }

    private void AddTaskNetwork(NetworkResource network)
    {
        foreach (var port in Ports(network))
        {
            var label = EnvironmentNames.Clean(port.Label);
            var inside = source.DriverPorts.TryGetValue(port.Label, out var mapped) && mapped > 0 ? mapped : port.To > 0 ? port.To : port.Value;
            AddHostPort(label, network.IP, port.Value, inside);
            if (IPAddress.TryParse(network.IP, out var address))
                variables[$"NOMAD_IPv{(address.AddressFamily == AddressFamily.InterNetwork ? 4 : 6)}_{label}"] = network.IP;
        }
    }

    private void AddSibling(string task, NetworkResource network)
    {
        foreach (var port in Ports(network))
        {
            var name = EnvironmentNames.Clean($"{task}_{port.Label}");
            variables[$"NOMAD_IP_{name}"] = network.IP;
            variables[$"NOMAD_PORT_{name}"] = Text(port.Value);
            variables[$"NOMAD_ADDR_{name}"] = Join(network.IP, port.Value);
        }
    }

    private void AddHostPort(string label, string ip, int port, int inside)
    {
        variables[$"NOMAD_IP_{label}"] = ip;
        variables[$"NOMAD_PORT_{label}"] = Text(inside);
        variables[$"NOMAD_ADDR_{label}"] = Join(ip, port);
        variables[$"NOMAD_HOST_IP_{label}"] = ip;
        variables[$"NOMAD_HOST_PORT_{label}"] = Text(port);
        variables[$"NOMAD_HOST_ADDR_{label}"] = Join(ip, port);
    }

    private static IEnumerable<Port> Ports(NetworkResource network) => network.ReservedPorts.OrEmpty().Concat(network.DynamicPorts.OrEmpty());

    private static string Join(string ip, int port) => ip.Contains(':') ? $"[{ip}]:{Text(port)}" : $"{ip}:{Text(port)}";

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
