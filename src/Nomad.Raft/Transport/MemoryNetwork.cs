using System.Collections.Concurrent;

namespace Nomad.Raft.Transport;

/// <summary>A network inside one process whose links can be cut: for tests and for agents that share a process.</summary>
public sealed class MemoryNetwork
{
    private readonly ConcurrentDictionary<string, Port> ports = new();
    private readonly ConcurrentDictionary<(string From, string To), bool> cut = new();

    public IRaftTransport Attach(string id) => ports[id] = new Port(this, id);

    /// <summary>Cuts a server off in both directions.</summary>
    public void Isolate(string id)
    {
        foreach (var other in ports.Keys)
        {
            cut[(id, other)] = cut[(other, id)] = true;
        }
    }

    public void Heal() => cut.Clear();

    private Port? Route(string from, string to) => cut.ContainsKey((from, to)) ? null : ports.GetValueOrDefault(to);

    private sealed class Port(MemoryNetwork network, string id) : IRaftTransport
    {
        private volatile IRaftReceiver? receiver;

        public void Start(RaftServer self, IRaftReceiver target) => receiver = target;

        public void Learn(RaftConfiguration configuration)
        {
        }

        public void Send(RaftMessage message) => network.Route(id, message.To)?.receiver?.Receive(message);

        public Task SendSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token) =>
            network.Route(id, header.To)?.receiver is { } target
                ? target.ReceiveSnapshotAsync(header, async (offset, cancel) => await RaftFrames.SkipAsync(data, offset, cancel), token)
                : Task.FromException(new IOException($"server {header.To} cannot be reached"));

        public ValueTask DisposeAsync()
        {
            receiver = null;
            return ValueTask.CompletedTask;
        }
    }
}
