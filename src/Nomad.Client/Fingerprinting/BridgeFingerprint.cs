using Nomad.Model.Nodes;

namespace Nomad.Client.Fingerprinting;

/// <summary>Whether the kernel can make bridges, which group networks of mode `bridge` need.</summary>
public sealed class BridgeFingerprint(HostFiles files, ClientOptions options) : IFingerprint
{
    public string Name => "bridge";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        if (!options.BridgeNetworking || !KernelHasBridge())
            return ValueTask.CompletedTask;
        facts.NodeNetworks.Add(new NodeNetworkResource { Mode = "bridge", Device = options.BridgeNetworkName });
        facts.Set("nomad.bridge.hairpin_mode", options.BridgeHairpinMode ? "true" : "false");
        return ValueTask.CompletedTask;
    }

    private bool KernelHasBridge()
    {
        if (files.Exists("/sys/module/bridge") || files.Lines("/proc/modules").Any(line => line.StartsWith("bridge ", StringComparison.Ordinal)))
            return true;
        var release = files.Read("/proc/sys/kernel/osrelease");
        return new[] { "modules.builtin", "modules.dep" }
            .Any(file => files.Lines($"/lib/modules/{release}/{file}").Any(line => line.Split(':')[0].Contains("/bridge.ko", StringComparison.Ordinal)));
    }
}
