using System.Collections.Concurrent;
using System.Text;
using Nomad.Api;
using Nomad.Model;

namespace Nomad.Agent.Dev;

/// <summary>Follows the output of every task of some jobs, also of allocations that come later.</summary>
internal sealed class TaskOutputs(NomadClient api, OutputLines lines, CancellationToken stop)
{
    /// <summary>A longer line is shown in pieces.</summary>
    private const int LongestLine = 16 * 1024;

    private readonly ConcurrentDictionary<string, Task> followers = new(StringComparer.Ordinal);

    /// <summary>Completes when everything followed has ended.</summary>
    public Task Finished => Task.WhenAll(followers.Values);

    public void Follow(string job) => followers.GetOrAdd("job " + job, _ => JobAsync(job));

    private async Task JobAsync(string job)
    {
        await Quietly(async () =>
        {
            var query = new Query { Wait = TimeSpan.FromMinutes(1) };
            while (!stop.IsCancellationRequested)
            {
                var answer = await api.Jobs.AllocationsAsync(job, query: query, stop: stop);
                query = query with { Index = answer.Index };
                foreach (var allocation in answer.Value)
                {
                    foreach (var (task, state) in allocation.TaskStates.OrEmpty())
                    {
                        if (state.StartedAt.Year <= 1)
                            continue;
                        foreach (var type in new[] { "stdout", "stderr" })
                            _ = followers.GetOrAdd($"{allocation.ID} {task} {type}", _ => TaskAsync(allocation.ID, $"{job}/{task}", task, type));
                    }
                }
            }
        });
    }

    private Task TaskAsync(string allocation, string label, string task, string type) => Quietly(async () =>
    {
        await using var stream = await api.Allocations.LogsAsync(allocation, task, type, new StreamPosition("start", 0, true), stop: stop);
        var decoder = Encoding.UTF8.GetDecoder();
        var (bytes, characters, line) = (new byte[8192], new char[8192], new StringBuilder());
        int read;
        while ((read = await stream.ReadAsync(bytes, stop)) > 0)
        {
            var count = decoder.GetChars(bytes, 0, read, characters, 0);
            foreach (var c in characters.AsSpan(0, count))
            {
                if (c != '\n')
                    line.Append(c);
                if (c != '\n' && line.Length < LongestLine)
                    continue;
                lines.Of(label, line.ToString());
                line.Clear();
            }
        }
        if (line.Length > 0)
            lines.Of(label, line.ToString());
    });

    // The agent under the follower ends, or forgets an allocation: then there is nothing more to show.
    private async Task Quietly(Func<Task> follow)
    {
        try
        {
            await follow();
        }
        catch (Exception problem) when (problem is OperationCanceledException or NomadApiException or NomadConnectionException or IOException or HttpRequestException)
        {
            if (!stop.IsCancellationRequested)
                lines.Problem("an output ended: " + problem.Message);
        }
    }
}
