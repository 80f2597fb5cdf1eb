using System.Collections.Immutable;
using Nomad.Server.Commands;

namespace Nomad.Server.State.Writing;

/// <summary>CSI volumes, and the plugins that bring them to nodes.</summary>
internal static class VolumeWrites
{
    public static void Upsert(StateTransaction writes, UpsertVolumes command)
    {
        foreach (var volume in command.Volumes)
        {
            var before = writes.View.CsiVolume(volume.Namespace, volume.ID);
            if (before is not null && (before.PluginID != volume.PluginID || before.ExternalID != volume.ExternalID)
                && writes.View.VolumeClaims(volume.Namespace, volume.ID) is { Claims.Count: > 0 })
            {
                writes.Refusal = new StateRefusal($"volume in use: {volume.ID}");
                return;
            }
        }
        foreach (var volume in command.Volumes)
        {
            var before = writes.View.CsiVolume(volume.Namespace, volume.ID);
            writes.PutVolume(volume with
            {
                CreateIndex = before?.CreateIndex ?? writes.Index,
                ModifyIndex = writes.Index,
                CreateTime = before?.CreateTime ?? command.Time,
                ModifyTime = command.Time,
            });
        }
    }

    public static void Delete(StateTransaction writes, DeleteVolume command)
    {
        if (writes.View.CsiVolume(command.Namespace, command.ID) is not { } volume)
            writes.Refusal = new StateRefusal($"volume not found: {command.ID}");
        else if (!command.Force && writes.View.VolumeClaims(command.Namespace, command.ID) is { Claims.Count: > 0 })
            writes.Refusal = new StateRefusal($"volume in use: {command.ID}");
        else
            writes.DeleteVolume(volume);
    }

    /// <summary>A node came, changed or went: what it says of plugins is gathered by plugin. One that no node knows is forgotten.</summary>
    public static void FollowPlugins(StateTransaction writes, Node? before, Node? after)
    {
        var wasDown = before?.Status == NodeStatus.Down;
        var isDown = after?.Status == NodeStatus.Down;
        if (wasDown == isDown && ReferenceEquals(before?.CSIControllerPlugins, after?.CSIControllerPlugins) && ReferenceEquals(before?.CSINodePlugins, after?.CSINodePlugins))
            return;
        var id = (after ?? before)!.ID;
        foreach (var name in Names(before).Concat(Names(after)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
            Gather(writes, name, id, Seen(after?.CSIControllerPlugins, name, isDown), Seen(after?.CSINodePlugins, name, isDown));
    }

    private static void Gather(StateTransaction writes, string name, string nodeId, CSIInfo? controller, CSIInfo? node)
    {
        var before = writes.View.CsiPlugin(name);
        var controllers = With(before?.Controllers, nodeId, controller);
        var nodes = With(before?.Nodes, nodeId, node);
        if (controllers.Count + nodes.Count == 0)
        {
            if (before is not null)
                writes.DeletePlugin(before);
            return;
        }
        var said = controller ?? node;
        writes.PutPlugin((before ?? new CSIPlugin { ID = name, CreateIndex = writes.Index }) with
        {
            Provider = said?.Provider ?? before!.Provider,
            Version = said?.ProviderVersion ?? before!.Version,
            ControllerRequired = said?.RequiresControllerPlugin ?? before!.ControllerRequired,
            Controllers = controllers,
            Nodes = nodes,
            ControllersHealthy = Healthy(before?.ControllersHealthy, before?.Controllers, nodeId, controller),
            ControllersExpected = controllers.Count,
            NodesHealthy = Healthy(before?.NodesHealthy, before?.Nodes, nodeId, node),
            NodesExpected = nodes.Count,
            ModifyIndex = writes.Index,
        });
    }

    private static int Healthy(int? before, IReadOnlyDictionary<string, CSIInfo>? known, string nodeId, CSIInfo? now) =>
        (before ?? 0) - (known.OrEmpty().GetValueOrDefault(nodeId) is { Healthy: true } ? 1 : 0) + (now is { Healthy: true } ? 1 : 0);

    private static ImmutableSortedDictionary<string, CSIInfo> With(IReadOnlyDictionary<string, CSIInfo>? known, string nodeId, CSIInfo? now)
    {
        var all = known as ImmutableSortedDictionary<string, CSIInfo> ?? known.OrEmpty().ToImmutableSortedDictionary(StringComparer.Ordinal);
        return now is null ? all.Remove(nodeId) : all.SetItem(nodeId, now);
    }

    // Of a node that is down nothing is healthy.
    private static CSIInfo? Seen(IReadOnlyDictionary<string, CSIInfo>? plugins, string name, bool isDown) =>
        plugins.OrEmpty().GetValueOrDefault(name) is { } info ? isDown ? info with { Healthy = false } : info : null;

    private static IEnumerable<string> Names(Node? node) => (node?.CSIControllerPlugins).OrEmpty().Keys.Concat((node?.CSINodePlugins).OrEmpty().Keys);
}
