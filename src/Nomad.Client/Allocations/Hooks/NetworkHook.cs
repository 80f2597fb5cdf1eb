using Nomad.Model;

namespace Nomad.Client.Allocations.Hooks;

/// <summary>Groups run in the host's network. Modes that need a network of their own are refused by name.</summary>
internal sealed class NetworkHook : IAllocHook
{
    public string Name => "network";

    public ValueTask PrerunAsync(AllocSetup setup, CancellationToken cancellation)
    {
        if (setup.Group.Networks.OrEmpty() is [{ Mode: not ("" or "host") } network, ..])
            throw new AllocHookException($"network mode \"{network.Mode}\" is not available on this client; it has \"host\"");
        return ValueTask.CompletedTask;
    }
}
