using System.Net;

namespace Nomad.Gossip.Snapshots;

/// <summary>Looks for the pool of an earlier run.</summary>
internal sealed class Rejoin(RememberedPool before, string self, Random random, TimeProvider time)
{
    // Where all members start at once the first finds nobody; those after it find it. Later rounds are for members cut off from the others.
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Asks one after the other until one answers, or until <paramref name="found"/> says that the pool is there already.</summary>
    /// <param name="join">Joins by way of one address; how many answered, or <see cref="IOException"/> when none did.</param>
    /// <param name="found">Whether another member is alive.</param>
    /// <param name="log">Lines for operators.</param>
    /// <param name="stop">Ends the search, silently.</param>
    public async Task RunAsync(Func<string, Task<int>> join, Func<bool> found, Action<string>? log, CancellationToken stop)
    {
        var remembered = before.Alive.Where(member => member.Key != self).ToArray();
        random.Shuffle(remembered);
        var pause = FirstPause;
        while (remembered.Length > 0 && !stop.IsCancellationRequested && !found())
        {
            foreach (var (name, address) in remembered)
            {
                if (await TryAsync(join, address))
                {
                    log?.Invoke($"Re-joined to previously known node: {name}: {address}");
                    return;
                }
            }

            if (pause == FirstPause)
                log?.Invoke("Failed to re-join any previously known node");
            await Task.Delay(pause, time, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private static async Task<bool> TryAsync(Func<string, Task<int>> join, IPEndPoint address)
    {
        try
        {
            return await join(address.ToString()) > 0;
        }
        catch (Exception error) when (error is IOException or OperationCanceledException or InvalidOperationException)
        {
            return false;
        }
    }
}
