namespace Nomad.Server.Commands;

/// <summary>
/// What an allocation was given. Allocations of a group differ in their ports and addresses only: those are written, the rest is shared.
/// </summary>
internal static class ResourcesCodec
{
    private const int MaxPorts = 1 << 17;

    /// <summary>A network without what is chosen per allocation. Its parts are compared as objects: a plan's allocations share them.</summary>
    private readonly record struct Shape(object? Reserved, object? Dns, object? Cni, (string, string, string?, int) Values);

    public static void Write(PooledWriter to, AllocatedResources? resources)
    {
        to.Binary.Write(resources is not null);
        if (resources is null)
            return;
        to.Document(resources.Tasks, CommandJson.Current.IReadOnlyDictionaryStringAllocatedTaskResources);
        to.Document(resources.TaskLifecycles, CommandJson.Current.IReadOnlyDictionaryStringTaskLifecycleConfig);
        to.Binary.Write7BitEncodedInt64(resources.Shared.DiskMB);
        to.Binary.Write7BitEncodedInt((resources.Shared.Ports?.Count ?? -1) + 1);
        foreach (var port in resources.Shared.Ports.OrEmpty())
        {
            to.Text(port.Label);
            WritePort(to, (port.Value, port.To, port.IgnoreCollision));
            to.Text(port.HostIP);
        }
        to.Binary.Write7BitEncodedInt((resources.Shared.Networks?.Count ?? -1) + 1);
        foreach (var network in resources.Shared.Networks.OrEmpty())
            Write(to, network);
    }

    public static AllocatedResources? Read(PooledReader from)
    {
        if (!from.Binary.ReadBoolean())
            return null;
        var tasks = from.Document(CommandJson.Current.IReadOnlyDictionaryStringAllocatedTaskResources);
        var lifecycles = from.Document(CommandJson.Current.IReadOnlyDictionaryStringTaskLifecycleConfig);
        var disk = from.Binary.Read7BitEncodedInt64();
        var ports = Many(from, ReadMapping);
        return new AllocatedResources
        {
            Tasks = tasks, TaskLifecycles = lifecycles,
            Shared = new AllocatedSharedResources { DiskMB = disk, Ports = ports, Networks = Many(from, ReadNetwork) },
        };
    }

    private static void Write(PooledWriter to, NetworkResource network)
    {
        var shape = new Shape(network.ReservedPorts, network.DNS, network.CNI, (network.Mode, network.CIDR, network.Hostname, network.MBits));
        to.Document(shape, () => network with { IP = "", Device = "", DynamicPorts = null }, CommandJson.Current.NetworkResource);
        to.Text(network.IP);
        to.Text(network.Device);
        to.Binary.Write7BitEncodedInt((network.DynamicPorts?.Count ?? -1) + 1);
        foreach (var port in network.DynamicPorts.OrEmpty())
        {
            to.Text(port.Label);
            WritePort(to, (port.Value, port.To, port.IgnoreCollision));
            to.Text(port.HostNetwork);
        }
    }

    private static NetworkResource ReadNetwork(PooledReader from)
    {
        var shape = from.Document(CommandJson.Current.NetworkResource) ?? throw new InvalidDataException("network without its shape");
        return shape with { IP = from.Text(), Device = from.Text(), DynamicPorts = Many(from, ReadPort) };
    }

    private static AllocatedPortMapping ReadMapping(PooledReader from)
    {
        var label = from.Text();
        var (value, target, shared) = ReadNumbers(from);
        return new AllocatedPortMapping { Label = label, Value = value, To = target, IgnoreCollision = shared, HostIP = from.Text() };
    }

    private static Port ReadPort(PooledReader from)
    {
        var label = from.Text();
        var (value, target, shared) = ReadNumbers(from);
        return new Port { Label = label, Value = value, To = target, IgnoreCollision = shared, HostNetwork = from.Text() };
    }

    private static void WritePort(PooledWriter to, (int Value, int To, bool Shared) port)
    {
        to.Binary.Write((byte)((port.To == port.Value ? 1 : 0) | (port.Shared ? 2 : 0)));
        to.Binary.Write7BitEncodedInt(port.Value);
        if (port.To != port.Value)
            to.Binary.Write7BitEncodedInt(port.To);
    }

    private static (int Value, int To, bool Shared) ReadNumbers(PooledReader from)
    {
        var flags = from.Binary.ReadByte();
        var value = from.Binary.Read7BitEncodedInt();
        return (value, (flags & 1) != 0 ? value : from.Binary.Read7BitEncodedInt(), (flags & 2) != 0);
    }

    private static T[]? Many<T>(PooledReader from, Func<PooledReader, T> read)
    {
        var count = from.Count(MaxPorts) - 1;
        if (count < 0)
            return null;
        var many = new T[count];
        for (var i = 0; i < count; i++)
            many[i] = read(from);
        return many;
    }
}
