using Nomad.Agent.Discovery;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>Tries the servers of <c>retry_join</c> round by round, their addresses found anew each time, until somebody answers or <c>retry_max</c> rounds are over.</summary>
/// <param name="texts">As configured.</param>
/// <param name="limit">Most rounds; 0 = no limit.</param>
/// <param name="pause">Between two.</param>
/// <param name="ports">Log and time.</param>
internal sealed class RetryJoin(IReadOnlyList<string> texts, int limit, TimeSpan pause, (ILog Log, TimeProvider Time) ports)
{
    private readonly JoinAddresses addresses = new(ports.Log);

    /// <summary>Runs <paramref name="join"/>, which says whether somebody answered, with what the texts stand for. Returns why there is no going on, "" when there is.</summary>
    public async Task<string> RunAsync(Func<IReadOnlyList<string>, CancellationToken, Task<bool>> join, CancellationToken cancel)
    {
        for (var round = 1; texts.Count > 0 && !await TryAsync(join, cancel); round++)
        {
            if (limit > 0 && round >= limit)
            {
                ports.Log.Error("max join retry exhausted, exiting");
                return $"retry_join: none of {string.Join(", ", texts)} answered in {round} attempts (retry_max)";
            }
            ports.Log.Warn($"join failed, trying again: retry={pause.TotalSeconds:0.###}s");
            await Task.Delay(pause, ports.Time, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancel.IsCancellationRequested)
                break;
        }
        return "";
    }

    /// <summary>One round.</summary>
    public async Task<bool> TryAsync(Func<IReadOnlyList<string>, CancellationToken, Task<bool>> join, CancellationToken cancel)
    {
        var found = await addresses.ResolveAsync(texts, cancel);
        return found.Count > 0 && await join(found, cancel);
    }
}
