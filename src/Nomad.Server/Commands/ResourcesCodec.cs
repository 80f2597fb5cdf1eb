using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>
/// What an allocation was given. Allocations of a group differ in their ports and addresses only: those are written, the rest is shared.
/// </summary>
internal static class ResourcesCodec
{
    private const int MaxPorts = 1 << 17;

    /// <summary>Stands for the number of networks where the only one follows from the ports.</summary>
    private const int Ported = MaxPorts + 1;

    /// <summary>What is true of a port's numbers, so that they need not be written.</summary>
    [Flags]
    private enum PortForm : byte
    {
        None = 0,
        ToIsValue = 1,
        IgnoreCollision = 2,
        ToIsZero = 4,

        /// <summary>The value is that of the mapping in the same place, written before.</summary>
        ValueIsMapped = 8,
    }

    /// <summary>A network without what is chosen per allocation. Its parts are compared as objects: a plan's allocations share them.</summary>
    private readonly record struct Shape(object? Reserved, object? Dns, object? Cni, (string, string, string?, int) Values);

    public static void Write(PooledWriter to, AllocatedResources? resources)
    {
        to.Binary.Write(resources is not null);
        if (resources is null)
            return;
        to.Document(resources.Tasks, RecordForms.TaskResources);
        to.Document(resources.TaskLifecycles, RecordForms.TaskLifecycles);
        to.Binary.Write7BitEncodedInt64(resources.Shared.DiskMB);
        to.Binary.Write7BitEncodedInt((resources.Shared.Ports?.Count ?? -1) + 1);
        foreach (var port in resources.Shared.Ports.OrEmpty())
        {
            to.Text(port.Label);
            WritePort(to, (port.Value, port.To, port.IgnoreCollision), null);
            to.Text(port.HostIP);
        }
        if (resources.Shared.PortedNetwork is { } ported)
        {
            Write(to, ported);
            return;
        }
        to.Binary.Write7BitEncodedInt((resources.Shared.Networks?.Count ?? -1) + 1);
        foreach (var network in resources.Shared.Networks.OrEmpty())
            Write(to, network, resources.Shared.Ports);
    }

    public static AllocatedResources? Read(PooledReader from)
    {
        if (!from.Binary.ReadBoolean())
            return null;
        var tasks = from.Document(RecordForms.TaskResources);
        var lifecycles = from.Document(RecordForms.TaskLifecycles);
        var disk = from.Binary.Read7BitEncodedInt64();
        var ports = Many(from, from.Count(MaxPorts), 0, static (from, _, _) => ReadMapping(from));
        var shared = new AllocatedSharedResources { DiskMB = disk, Ports = ports };
        var networks = from.Count(Ported);
        return new AllocatedResources
        {
            Tasks = tasks,
            TaskLifecycles = lifecycles,
            Shared = networks == Ported ? shared with { PortedNetwork = ReadPorted(from) }
                : shared with { Networks = Many(from, networks, ports, static (from, ports, _) => ReadNetwork(from, ports)) },
        };
    }

    private static void Write(PooledWriter to, PortedNetwork network)
    {
        to.Binary.Write7BitEncodedInt(Ported);
        to.Document(network.Ask, RecordForms.NetworkResource);
        to.Text(network.IP);
        to.Text(network.Device);
    }

    private static PortedNetwork ReadPorted(PooledReader from)
    {
        var ask = from.Document(RecordForms.NetworkResource) ?? throw new InvalidDataException("network without what was asked");
        var (address, device) = (from.Text(), from.Text());
        // Allocations of one node come one after the other.
        if (from.Network is not { } same || !ReferenceEquals(same.Ask, ask) || same.IP != address || same.Device != device)
            from.Network = same = new PortedNetwork(ask, address, device);
        return same;
    }

    private static void Write(PooledWriter to, NetworkResource network, IReadOnlyList<AllocatedPortMapping>? mapped)
    {
        var shape = new Shape(network.ReservedPorts, network.DNS, network.CNI, (network.Mode, network.CIDR, network.Hostname, network.MBits));
        to.Document(shape, () => network with { IP = "", Device = "", DynamicPorts = null }, RecordForms.NetworkResource);
        to.Text(network.IP);
        to.Text(network.Device);
        to.Binary.Write7BitEncodedInt((network.DynamicPorts?.Count ?? -1) + 1);
        for (var i = 0; i < network.DynamicPorts.OrEmpty().Count; i++)
        {
            var port = network.DynamicPorts![i];
            to.Text(port.Label);
            WritePort(to, (port.Value, port.To, port.IgnoreCollision), Mapped(network, mapped, i));
            to.Text(port.HostNetwork);
        }
    }

    private static NetworkResource ReadNetwork(PooledReader from, AllocatedPortMapping[]? mapped)
    {
        var shape = from.Document(RecordForms.NetworkResource) ?? throw new InvalidDataException("network without its shape");
        return shape with
        {
            IP = from.Text(),
            Device = from.Text(),
            DynamicPorts = Many(from, from.Count(MaxPorts), (shape, mapped), static (from, known, place) => ReadPort(from, Mapped(known.shape, known.mapped, place))),
        };
    }

    private static AllocatedPortMapping ReadMapping(PooledReader from)
    {
        var label = from.Text();
        var (value, target, shared) = ReadNumbers(from, null);
        return new AllocatedPortMapping { Label = label, Value = value, To = target, IgnoreCollision = shared, HostIP = from.Text() };
    }

    private static Port ReadPort(PooledReader from, int? mapped)
    {
        var label = from.Text();
        var (value, target, shared) = ReadNumbers(from, mapped);
        return new Port { Label = label, Value = value, To = target, IgnoreCollision = shared, HostNetwork = from.Text() };
    }

    // Static ports are mapped first, those that were chosen after them.
    private static int? Mapped(NetworkResource network, IReadOnlyList<AllocatedPortMapping>? mapped, int dynamic) =>
        network.ReservedPorts.OrEmpty().Count + dynamic is var place && place < mapped.OrEmpty().Count ? mapped![place].Value : null;

    private static void WritePort(PooledWriter to, (int Value, int To, bool IgnoreCollision) port, int? mapped)
    {
        var form = (port.To == port.Value ? PortForm.ToIsValue : port.To == 0 ? PortForm.ToIsZero : 0)
            | (port.IgnoreCollision ? PortForm.IgnoreCollision : 0) | (port.Value == mapped ? PortForm.ValueIsMapped : 0);
        to.Binary.Write((byte)form);
        if (!form.HasFlag(PortForm.ValueIsMapped))
            to.Binary.Write7BitEncodedInt(port.Value);
        if ((form & (PortForm.ToIsValue | PortForm.ToIsZero)) == 0)
            to.Binary.Write7BitEncodedInt(port.To);
    }

    private static (int Value, int To, bool IgnoreCollision) ReadNumbers(PooledReader from, int? mapped)
    {
        var form = (PortForm)from.Binary.ReadByte();
        var value = !form.HasFlag(PortForm.ValueIsMapped) ? from.Binary.Read7BitEncodedInt()
            : mapped ?? throw new InvalidDataException("a port refers to a mapping that there is none of");
        var target = form.HasFlag(PortForm.ToIsValue) ? value : form.HasFlag(PortForm.ToIsZero) ? 0 : from.Binary.Read7BitEncodedInt();
        return (value, target, form.HasFlag(PortForm.IgnoreCollision));
    }

    // The number that was written is one more, for there is a difference between none and an empty list.
    private static T[]? Many<T, TKnown>(PooledReader from, int written, TKnown known, Func<PooledReader, TKnown, int, T> read)
    {
        if (written == 0)
            return null;
        var many = new T[written - 1];
        for (var i = 0; i < many.Length; i++)
            many[i] = read(from, known, i);
        return many;
    }
}
