using Nomad.Raft;
using Nomad.Raft.Transport;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Networks;

/// <summary>Raft's messages over the simulated network, in their real encoding.</summary>
internal sealed class SimulatedTransport(SimulatedNetwork network, Process program, string machine, Func<string, SimulatedTransport?> peer) : IRaftTransport
{
    private static readonly TimeSpan SnapshotLimit = TimeSpan.FromSeconds(10);

    private readonly Process owner = program;
    private IRaftReceiver? receiver;

    public void Start(RaftServer self, IRaftReceiver target) => receiver = target;

    public void Learn(RaftConfiguration configuration)
    {
    }

    public void Send(RaftMessage message)
    {
        var bytes = RaftMessageCodec.Encode(message);
        var to = MachineOf(message.To);
        network.Send(owner, machine, to, () => peer(to)?.receiver?.Receive(RaftMessageCodec.Decode(bytes)));
    }

    public async Task SendSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token)
    {
        using var content = new MemoryStream();
        data.CopyTo(content);
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var to = MachineOf(header.To);
        network.Stream(owner, machine, to, () => _ = ReceiveAsync(peer(to), header, content.ToArray(), stored, to));
        using var late = owner.Time.CreateTimer(_ => stored.TrySetException(new IOException($"{to} does not take the snapshot")), null, SnapshotLimit, Timeout.InfiniteTimeSpan);
        using var registration = token.UnsafeRegister(_ => stored.TrySetCanceled(token), null);
        await stored.Task;
    }

    public ValueTask DisposeAsync()
    {
        receiver = null;
        return ValueTask.CompletedTask;
    }

    private async Task ReceiveAsync(SimulatedTransport? at, InstallSnapshot header, byte[] content, TaskCompletionSource stored, string to)
    {
        if (at?.receiver is not { } target)
            return;
        try
        {
            await target.ReceiveSnapshotAsync(header, new MemoryStream(content), CancellationToken.None);
            network.Stream(at.owner, to, machine, () => stored.TrySetResult());
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException)
        {
            network.Stream(at.owner, to, machine, () => stored.TrySetException(new IOException(problem.Message)));
        }
    }

    private static string MachineOf(string raftId) => raftId[..raftId.IndexOf('.', StringComparison.Ordinal)];
}
