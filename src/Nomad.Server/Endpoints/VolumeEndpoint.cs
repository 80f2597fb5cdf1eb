using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>CSI volumes: which there are. Safe for any number of threads.</summary>
public sealed class VolumeEndpoint
{
    /// <summary>Volumes in one request.</summary>
    private const int MaxVolumes = 1024;

    private const int MaxIdLength = 256;

    private static readonly string[] AccessModes =
    [
        CsiAccessModes.SingleNodeReaderOnly, CsiAccessModes.SingleNodeWriter, CsiAccessModes.MultiNodeReaderOnly, CsiAccessModes.MultiNodeSingleWriter,
        CsiAccessModes.MultiNodeMultiWriter,
    ];

    private static readonly string[] AttachmentModes = ["file-system", "block-device"];

    private readonly ServerContext context;

    internal VolumeEndpoint(ServerContext context) => this.context = context;

    /// <summary>Makes volumes of a plugin known, which exist already. <paramref name="space"/> is that of those that name none.</summary>
    public async Task<ulong> RegisterAsync(IReadOnlyList<CSIVolume> volumes, string space, CancellationToken cancel)
    {
        if (volumes.Count is 0 or > MaxVolumes)
            throw new RpcException($"validation: 1 to {MaxVolumes} volumes are registered at once, not {volumes.Count}");
        var state = context.State.Snapshot();
        var canonical = volumes.Select(volume => Canonical(state, volume with { Namespace = volume.Namespace.Length > 0 ? volume.Namespace : space })).ToList();
        return (await context.Proposer.ProposeAsync(new UpsertVolumes(canonical, context.Ports.NowNanoseconds), cancel)).Index;
    }

    public async Task<ulong> DeregisterAsync(string space, string id, bool force, CancellationToken cancel) =>
        (await context.Proposer.ProposeAsync(new DeleteVolume(space, id, force), cancel)).Index;

    // What others know better (who uses it, how its plugin is) is not taken from whoever registers it.
    private static CSIVolume Canonical(StateSnapshot state, CSIVolume volume)
    {
        if (volume.ID.Length == 0)
            throw new RpcException("validation: missing volume id");
        if (volume.ID.Length > MaxIdLength)
            throw new RpcException($"validation: volume id longer than {MaxIdLength}");
        if (volume.PluginID.Length == 0)
            throw new RpcException("validation: missing plugin id");
        if (state.Namespace(volume.Namespace) is null)
            throw new RpcException($"validation: no such namespace: {volume.Namespace}");
        if (volume.SnapshotID.Length > 0 && volume.CloneID.Length > 0)
            throw new RpcException("validation: only one of snapshot_id and clone_id is allowed");
        var capabilities = volume.RequestedCapabilities.OrEmpty();
        if (capabilities.Count == 0)
            throw new RpcException("validation: must include at least one capability block");
        foreach (var capability in capabilities)
        {
            if (!AccessModes.Contains(capability.AccessMode))
                throw new RpcException($"validation: unknown access_mode \"{capability.AccessMode}\", must be one of {string.Join(", ", AccessModes)}");
            if (!AttachmentModes.Contains(capability.AttachmentMode))
                throw new RpcException($"validation: unknown attachment_mode \"{capability.AttachmentMode}\", must be one of {string.Join(", ", AttachmentModes)}");
        }
        var plugin = state.CsiPlugin(volume.PluginID) ?? throw new RpcException($"no CSI plugin named: {volume.PluginID} could be found");
        return new CSIVolume
        {
            ID = volume.ID, Name = volume.Name.Length > 0 ? volume.Name : volume.ID, ExternalID = volume.ExternalID, Namespace = volume.Namespace,
            RequestedTopologies = volume.RequestedTopologies, Topologies = volume.Topologies, AccessMode = volume.AccessMode, AttachmentMode = volume.AttachmentMode,
            MountOptions = volume.MountOptions, Secrets = volume.Secrets, Parameters = volume.Parameters, Context = volume.Context, Capacity = volume.Capacity,
            RequestedCapacityMin = volume.RequestedCapacityMin, RequestedCapacityMax = volume.RequestedCapacityMax, RequestedCapabilities = capabilities,
            CloneID = volume.CloneID, SnapshotID = volume.SnapshotID, PluginID = volume.PluginID, Provider = plugin.Provider, ProviderVersion = plugin.Version,
        };
    }
}
