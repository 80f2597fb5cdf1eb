using Nomad.Agent.Http.Allocations;
using Nomad.Model;
using Nomad.Model.Allocations;
using Nomad.Model.Volumes;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Volumes;

/// <summary>How CSI volumes and their plugins look to callers: with what others say of them, without their secrets.</summary>
internal static class VolumeShapes
{
    private const string Redacted = "[REDACTED]";

    public static CSIVolume Public(CSIVolume volume) =>
        volume.Secrets is null ? volume : volume with { Secrets = volume.Secrets.ToDictionary(secret => secret.Key, _ => Redacted, StringComparer.Ordinal) };

    /// <summary>The volume with its users and the health of its plugin.</summary>
    public static CSIVolume Whole(CSIVolume volume, StateSnapshot state)
    {
        var (plugin, claims) = (state.CsiPlugin(volume.PluginID), Claims(volume, state));
        return Public(volume) with
        {
            AccessMode = claims.Count > 0 ? claims[0].AccessMode : volume.AccessMode,
            Schedulable = plugin.CanPublish(),
            ControllerRequired = plugin?.ControllerRequired ?? false,
            ControllersHealthy = plugin?.ControllersHealthy ?? 0,
            ControllersExpected = plugin?.ControllersExpected ?? 0,
            NodesHealthy = plugin?.NodesHealthy ?? 0,
            NodesExpected = plugin?.NodesExpected ?? 0,
            ReadAllocs = Ids(claims.Where(claim => !claim.Writes)),
            WriteAllocs = Ids(claims.Where(claim => claim.Writes)),
            Allocations = [.. claims.Select(claim => state.Allocation(claim.AllocID)).OfType<Allocation>().Select(alloc => AllocationShapes.Stub(alloc))],
            ModifyIndex = Index(volume, state),
        };
    }

    public static CSIVolListStub Stub(CSIVolume volume, StateSnapshot state)
    {
        var (plugin, claims) = (state.CsiPlugin(volume.PluginID), Claims(volume, state));
        return new CSIVolListStub
        {
            ID = volume.ID, Namespace = volume.Namespace, Name = volume.Name, ExternalID = volume.ExternalID, Topologies = volume.Topologies,
            AccessMode = claims.Count > 0 ? claims[0].AccessMode : volume.AccessMode, AttachmentMode = volume.AttachmentMode,
            CurrentReaders = claims.Count(claim => !claim.Writes), CurrentWriters = claims.Count(claim => claim.Writes), Schedulable = plugin.CanPublish(),
            PluginID = volume.PluginID, Provider = volume.Provider, ControllerRequired = plugin?.ControllerRequired ?? false,
            ControllersHealthy = plugin?.ControllersHealthy ?? 0, ControllersExpected = plugin?.ControllersExpected ?? 0,
            NodesHealthy = plugin?.NodesHealthy ?? 0, NodesExpected = plugin?.NodesExpected ?? 0, ResourceExhausted = volume.ResourceExhausted,
            CreateIndex = volume.CreateIndex, ModifyIndex = Index(volume, state), CreateTime = volume.CreateTime, ModifyTime = volume.ModifyTime,
        };
    }

    public static CSIPluginListStub Stub(CSIPlugin plugin) => new()
    {
        ID = plugin.ID, Provider = plugin.Provider, ControllerRequired = plugin.ControllerRequired, ControllersHealthy = plugin.ControllersHealthy,
        ControllersExpected = plugin.ControllersExpected, NodesHealthy = plugin.NodesHealthy, NodesExpected = plugin.NodesExpected,
        CreateIndex = plugin.CreateIndex, ModifyIndex = plugin.ModifyIndex,
    };

    /// <summary>The plugin with the allocations that run it.</summary>
    public static CSIPlugin Whole(CSIPlugin plugin, StateSnapshot state) => plugin with
    {
        Allocations =
        [
            .. plugin.Controllers.OrEmpty().Values.Concat(plugin.Nodes.OrEmpty().Values).Select(info => info.AllocID).Distinct(StringComparer.Ordinal)
                .Select(state.Allocation).OfType<Allocation>().Select(alloc => AllocationShapes.Stub(alloc)),
        ],
    };

    private static IReadOnlyList<VolumeClaim> Claims(CSIVolume volume, StateSnapshot state) => (state.VolumeClaims(volume.Namespace, volume.ID)?.Claims).OrEmpty();

    private static ulong Index(CSIVolume volume, StateSnapshot state) =>
        Math.Max(volume.ModifyIndex, state.VolumeClaims(volume.Namespace, volume.ID)?.ModifyIndex ?? 0);

    private static Dictionary<string, Allocation> Ids(IEnumerable<VolumeClaim> claims) =>
        claims.ToDictionary(claim => claim.AllocID, _ => (Allocation)null!, StringComparer.Ordinal);
}
