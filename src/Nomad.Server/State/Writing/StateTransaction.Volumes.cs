using Nomad.Model.Events;

namespace Nomad.Server.State.Writing;

/// <remarks>Volumes, who uses them, and their plugins.</remarks>
internal sealed partial class StateTransaction
{
    public void PutVolume(CSIVolume volume)
    {
        var key = new JobKey(volume.Namespace, volume.ID);
        var before = tables.Volumes.Newest(key);
        tables.Volumes.Put(key, volume, index, out _);
        Touch(StateTable.Volumes);
        Note(EventTopics.CSIVolume, EventTypes.CSIVolumeRegistered, before, volume);
    }

    public void DeleteVolume(CSIVolume volume)
    {
        var key = new JobKey(volume.Namespace, volume.ID);
        tables.Volumes.Delete(key, index);
        if (tables.VolumeClaims.Newest(key) is { Claims.Count: 0 })
            tables.VolumeClaims.Delete(key, index);
        Touch(StateTable.Volumes);
        Note(EventTopics.CSIVolume, EventTypes.CSIVolumeDeregistered, volume, null);
    }

    /// <summary>Writes who uses a volume. That nobody does any more is told by when it came so, as long as there is the volume.</summary>
    public void PutVolumeClaims(VolumeClaims claims)
    {
        var key = new JobKey(claims.Namespace, claims.VolumeID);
        var before = tables.VolumeClaims.Newest(key);
        if (claims.Claims.Count > 0 || View.CsiVolume(claims.Namespace, claims.VolumeID) is not null)
            tables.VolumeClaims.Put(key, claims, index, out _);
        else
            tables.VolumeClaims.Delete(key, index);
        Touch(StateTable.VolumeClaims);
        Note("", "", before, claims);
    }

    public void PutPlugin(CSIPlugin plugin)
    {
        var before = tables.Plugins.Newest(plugin.ID);
        tables.Plugins.Put(plugin.ID, plugin, index, out _);
        Touch(StateTable.Plugins);
        Note("", "", before, plugin);
    }

    public void DeletePlugin(CSIPlugin plugin)
    {
        tables.Plugins.Delete(plugin.ID, index);
        Touch(StateTable.Plugins);
    }
}
