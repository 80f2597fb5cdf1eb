using Nomad.Rpc;
using Nomad.Server;
using Nomad.Simulation.Cluster;
using Nomad.Simulation.World;

namespace Nomad.Simulation.Workload;

/// <summary>Somebody outside who asks servers, and takes it as it comes when they refuse or say nothing.</summary>
/// <param name="site">Whom it asks.</param>
/// <param name="name">Its machine.</param>
/// <param name="number">Its own among all programs.</param>
/// <param name="limit">How long it waits for an answer.</param>
internal sealed class Caller(Datacenter site, string name, int number, TimeSpan limit)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private readonly Process program = new(site.World, name, number);

    /// <summary>What came of a call. One without an answer may have been carried out, now or later; one that was refused was not.</summary>
    public enum Outcome
    {
        Done,
        Refused,
        Unanswered,
    }

    /// <summary>Calls that were done.</summary>
    public int Answered { get; private set; }

    public void Start() => site.Network.Attach(name, program);

    public void Post(Action work) => program.Post(work);

    public Task Run(Func<Task> work) => program.Run(work);

    public Task PauseAsync(TimeSpan least, TimeSpan most) => Task.Delay(site.World.Between(least, most), program.Time);

    /// <param name="what">For the chronicle; null: nothing is noted.</param>
    /// <param name="serve">What a server does.</param>
    /// <param name="by">Its name; null: whoever leads, by way of any.</param>
    public async Task<Outcome> TryAsync<T>(string? what, Func<ServerAgent, Task<T>> serve, string? by = null)
    {
        try
        {
            await (by is null ? site.CallLeaderAsync(program, name, site.World.Pick(site.Servers).Name, serve, limit) : site.CallAsync(program, name, by, serve, limit));
            Answered++;
            Note(what, "done");
            return Outcome.Done;
        }
        catch (Exception problem) when (Datacenter.IsUnanswered(problem))
        {
            Note(what, problem.Message);
            // One that was too much work may have been half done.
            return problem is RpcException { Code: not 429 } and not NoServersException ? Outcome.Refused : Outcome.Unanswered;
        }
    }

    /// <summary>Asks until it is done.</summary>
    public async Task InsistAsync<T>(string? what, Func<ServerAgent, Task<T>> serve, string? by = null)
    {
        while (await TryAsync(what, serve, by) != Outcome.Done)
            await Task.Delay(Pause, program.Time);
    }

    private void Note(string? what, string outcome)
    {
        if (what is not null)
            site.World.Note($"{name}: {what}: {outcome}");
    }
}
