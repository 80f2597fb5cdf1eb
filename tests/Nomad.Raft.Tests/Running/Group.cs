using System.Text;
using Nomad.Raft.Storage;
using Nomad.Raft.Transport;

namespace Nomad.Raft.Tests.Running;

/// <summary>Real nodes in one process on a network that can be cut.</summary>
public sealed class Group : IAsyncDisposable
{
    public MemoryNetwork Network { get; } = new();

    public Dictionary<string, RaftNode> Nodes { get; } = [];

    public Dictionary<string, Journal> Journals { get; } = [];

    public Func<string, IRaftStorage> Storage { get; init; } = _ => new MemoryRaftStorage();

    public Func<RaftOptions, RaftOptions> Options { get; init; } = options => options;

    public static byte[] Command(string text) => Encoding.UTF8.GetBytes(text);

    public static Task Until(Func<bool> condition, string what) => Eventually.TrueAsync(condition, what);

    public async Task<RaftNode> StartAsync(string id, bool bootstrap = false)
    {
        Journals[id] = new Journal();
        var options = Options(new RaftOptions
        {
            NodeId = id, Address = id + ":1", Bootstrap = bootstrap, Seed = id.GetHashCode(StringComparison.Ordinal) & 0xff, TickInterval = TimeSpan.FromMilliseconds(10), ElectionTicks = 20,
        });
        return Nodes[id] = await RaftNode.StartAsync(options, Storage(id), Network.Attach(id), Journals[id], TimeProvider.System);
    }

    public async Task<RaftNode> StartThreeAsync()
    {
        foreach (var id in new[] { "a", "b", "c" })
        {
            await StartAsync(id);
        }

        await Nodes["a"].BootstrapAsync(new RaftConfiguration([new("a", "a:1"), new("b", "b:1"), new("c", "c:1")]));
        return await LeaderAsync();
    }

    public async Task<RaftNode> LeaderAsync(RaftNode? otherThan = null)
    {
        RaftNode? leader = null;
        await Until(() => (leader = Nodes.Values.FirstOrDefault(node => node.IsLeader && node != otherThan)) is not null, "a leader");
        return leader!;
    }

    public Task AllHave(int count) => Until(() => Journals.Values.All(journal => journal.Lines.Count == count), $"{count} commands everywhere");

    public Task AllHaveIn(string id, int count) => Until(() => Journals[id].Lines.Count == count, $"{count} commands in {id}");

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes.Values)
        {
            await node.DisposeAsync();
        }
    }
}
