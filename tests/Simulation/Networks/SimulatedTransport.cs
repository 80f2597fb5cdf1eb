using Nomad.Raft;
using Nomad.Raft.Transport;
using Nomad.Simulation.Checks;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Networks;

/// <summary>Raft's messages over the simulated network, in their real encoding.</summary>
/// <param name="network">All messages pass through it.</param>
/// <param name="transfers">Who watches over snapshots on their way.</param>
/// <param name="program">Whose transport it is.</param>
/// <param name="machine">Its machine.</param>
/// <param name="peer">The transport that now runs on another machine.</param>
/// <param name="term">Which term this program has learned of.</param>
internal sealed class SimulatedTransport(SimulatedNetwork network, Transfers transfers, Process program, string machine, Func<string, SimulatedTransport?> peer, Func<ulong> term) : IRaftTransport
{
    private readonly Process owner = program;
    private IRaftReceiver? receiver;
    private TimeSpan? heard;
    private int installing;
    private string region = "";

    /// <summary>When this program was last given something by a leader whose term is not over; null when it never was.</summary>
    public TimeSpan? LeaderHeard => installing > 0 ? network.Now : heard;

    public void Start(RaftServer self, IRaftReceiver target) => (receiver, region) = (target, self.Id[machine.Length..]);

    /// <summary>Another machine's connection to this one is gone.</summary>
    public void Lose(string other) => owner.Post(() => receiver?.Lost(other + region));

    public void Learn(RaftConfiguration configuration)
    {
    }

    public void Send(RaftMessage message)
    {
        var bytes = RaftMessageCodec.Encode(message);
        var to = MachineOf(message.To);
        network.Send(owner, machine, to, () => peer(to)?.Take(RaftMessageCodec.Decode(bytes)));
    }

    public async Task SendSnapshotAsync(InstallSnapshot header, Stream data, CancellationToken token)
    {
        using var content = new MemoryStream();
        data.CopyTo(content);
        var stored = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var to = MachineOf(header.To);
        var way = new SimulatedConnection(network, owner, machine, to, content.ToArray());
        way.Arrived += position => transfers.Read(to, position);
        network.Stream(owner, machine, to, () => _ = ReceiveAsync(peer(to), header, way, stored));
        way.Broken += problem => stored.TrySetException(problem);
        using var registration = token.UnsafeRegister(_ => stored.TrySetCanceled(token), null);
        await stored.Task;
    }

    public ValueTask DisposeAsync()
    {
        receiver = null;
        return ValueTask.CompletedTask;
    }

    private void Take(RaftMessage message)
    {
        if (message is AppendRequest or HeartbeatRequest && message.Term >= term())
            heard = network.Now;
        receiver?.Receive(message);
    }

    private async Task ReceiveAsync(SimulatedTransport? at, InstallSnapshot header, SimulatedConnection way, TaskCompletionSource stored)
    {
        if (at?.receiver is not { } target)
            return;
        at.installing++;
        at.heard = network.Now;
        try
        {
            await target.ReceiveSnapshotAsync(header, (offset, _) =>
            {
                transfers.Begin(MachineOf(header.To), header, offset);
                return Task.FromResult(way.Open(at.owner, offset));
            }, CancellationToken.None);
            transfers.End(MachineOf(header.To));
            way.Answer(() => stored.TrySetResult());
        }
        catch (Exception problem) when (problem is IOException or InvalidDataException or OperationCanceledException)
        {
            if (problem is not SimulatedConnection.BrokenException and not OperationCanceledException)
                transfers.End(MachineOf(header.To));
            way.Answer(() => stored.TrySetException(new IOException(problem.Message)));
        }
        at.installing--;
        at.heard = network.Now;
    }

    private static string MachineOf(string raftId) => raftId[..raftId.IndexOf('.', StringComparison.Ordinal)];
}
