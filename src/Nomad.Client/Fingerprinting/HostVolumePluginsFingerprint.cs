namespace Nomad.Client.Fingerprinting;

/// <summary>Plugins that make volumes on this host; `mkdir` is part of the agent.</summary>
public sealed class HostVolumePluginsFingerprint : IFingerprint
{
    private const string MkdirVersion = "0.0.1";

    public string Name => "host_volume_plugins";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        facts.Set("plugins.host_volume.mkdir.version", MkdirVersion);
        return ValueTask.CompletedTask;
    }
}
