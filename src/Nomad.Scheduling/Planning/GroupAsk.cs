using Nomad.Model.Quotas;

namespace Nomad.Scheduling.Planning;

/// <summary>
/// What one allocation of a group takes of any node, worked out once. Parts that depend on the node (ports, whole cores, devices) are chosen by
/// <see cref="ResourceChoice"/>.
/// </summary>
internal sealed class GroupAsk
{
    private readonly Dictionary<int, PortedNetwork> networks = [];

    public GroupAsk(TaskGroup group, bool memoryOversubscription)
    {
        Group = group;
        Tasks = SmallMap.Packed(group.Tasks.OrEmpty().ToDictionary(task => task.Name, task => Of(task, memoryOversubscription), StringComparer.Ordinal));
        Lifecycles = SmallMap.Packed(group.Tasks.OrEmpty().ToDictionary(task => task.Name, task => task.Lifecycle!, StringComparer.Ordinal));
        Plain = new AllocatedResources
        {
            Tasks = Tasks,
            TaskLifecycles = Lifecycles,
            Shared = new AllocatedSharedResources { DiskMB = group.EphemeralDisk?.SizeMB ?? 0 },
        };
        Used = ComparableResources.Of(Plain);
        Cores = group.Tasks.OrEmpty().Sum(task => task.Resources?.Cores ?? 0);
        HasDevices = group.Tasks.OrEmpty().Any(task => (task.Resources?.Devices).OrEmpty().Count > 0);
        HasDevicesByCores = group.Tasks.OrEmpty().Any(task => task.Resources?.NUMA is { Affinity: NumaAffinities.Prefer or NumaAffinities.Require, Devices.Count: > 0 });
        WritesVolumes = Nomad.Model.Volumes.HostVolumeUse.Writes(group);
        HasNetworks = group.Networks.OrEmpty().Count > 0 || group.Tasks.OrEmpty().Any(task => (task.Resources?.Networks).OrEmpty().Count > 0);
    }

    public TaskGroup Group { get; }

    public IReadOnlyDictionary<string, AllocatedTaskResources> Tasks { get; }

    public IReadOnlyDictionary<string, TaskLifecycleConfig> Lifecycles { get; }

    /// <summary>The resources when nothing depends on the node; shared by all allocations of the group.</summary>
    public AllocatedResources Plain { get; }

    /// <summary>Totals without whole cores.</summary>
    public ComparableResources Used { get; }

    /// <summary>Whole cores asked by all tasks together.</summary>
    public int Cores { get; }

    /// <summary>What it takes of a quota, apart from devices.</summary>
    public QuotaAmounts Amounts => QuotaAmounts.Of(Plain) with { Cores = Cores };

    public bool HasDevices { get; }

    /// <summary>Whether which devices it gets depends on the cores it gets, by the <c>numa</c> block of a task.</summary>
    public bool HasDevicesByCores { get; }

    public bool HasNetworks { get; }

    /// <summary>Whether the score of an allocation's node may decide, when contact to it was lost, if it or its replacement stays.</summary>
    public bool IsJudgedByScore => Group.Disconnect is { LostAfter.Nanoseconds: > 0, Replace: not false, Reconcile: "" or ReconcileStrategies.BestScore };

    /// <summary>Whether it changes what is on host volumes, which others may want for themselves.</summary>
    public bool WritesVolumes { get; }

    public bool IsPlain => Cores == 0 && !HasDevices && !HasNetworks && !WritesVolumes;

    /// <summary>The one of equal networks that the group's allocations on a row share.</summary>
    public PortedNetwork On(int row, PortedNetwork network)
    {
        if (networks.TryGetValue(row, out var same) && same == network)
            return same;
        return networks[row] = network;
    }

    /// <summary>MHz of one core of a node.</summary>
    public static long CoreSpeed(Node node)
    {
        var cpu = node.NodeResources?.Cpu;
        return cpu is { TotalCpuCores: > 0 } ? cpu.CpuShares / cpu.TotalCpuCores : 0;
    }

    private static AllocatedTaskResources Of(JobTask task, bool memoryOversubscription)
    {
        var asked = task.Resources ?? new Resources();
        return SharedParts.Of(new AllocatedTaskResources
        {
            Cpu = new AllocatedCpuResources { CpuShares = asked.Cores > 0 ? 0 : asked.CPU },
            Memory = new AllocatedMemoryResources
            {
                MemoryMB = asked.MemoryMB + asked.SecretsMB,
                MemoryMaxMB = memoryOversubscription ? asked.MemoryMaxMB : 0,
            },
        })!;
    }
}
