namespace Nomad.Agent.Discovery;

/// <summary>
/// Servers for a client that reaches none of those it knows. Callers that fail at once share one search, and searches keep a distance.
/// Any thread.
/// </summary>
/// <param name="find">RPC addresses of servers of this client's region; empty when there are none or nobody knows.</param>
/// <param name="time">Measures the distance.</param>
internal sealed class ServerSearch(Func<CancellationToken, Task<IReadOnlyList<string>>> find, TimeProvider time)
{
    private static readonly TimeSpan Distance = TimeSpan.FromSeconds(3);

    private readonly SemaphoreSlim one = new(1, 1);
    private IReadOnlyList<string> latest = [];
    private long searched;

    public async Task<IReadOnlyList<string>> FindAsync(CancellationToken cancel)
    {
        await one.WaitAsync(cancel);
        try
        {
            if (searched != 0 && time.GetElapsedTime(searched) < Distance)
                return latest;
            latest = await find(cancel);
            searched = time.GetTimestamp();
            return latest;
        }
        finally
        {
            one.Release();
        }
    }
}
