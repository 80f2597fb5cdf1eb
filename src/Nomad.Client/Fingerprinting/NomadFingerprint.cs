namespace Nomad.Client.Fingerprinting;

/// <summary>The agent itself: version, revision, advertised address, and that it can register services.</summary>
public sealed class NomadFingerprint(ClientOptions options) : IFingerprint
{
    public string Name => "nomad";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        facts.Set("nomad.version", options.Version);
        facts.Set("nomad.revision", options.Revision);
        facts.Set("nomad.service_discovery", options.ServiceDiscovery ? "true" : "false");
        facts.Set("unique.advertise.address", options.HttpAddress);
        return ValueTask.CompletedTask;
    }
}
