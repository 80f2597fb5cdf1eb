using System.Collections.Concurrent;

namespace Nomad.Conformance.Hardship;

/// <summary>kill -9 in the middle of many submissions.</summary>
public sealed class SubmissionTests
{
    [Fact]
    public async Task Every_acknowledged_job_survives_a_kill()
    {
        using var folder = new HardFolder();
        var acknowledged = new ConcurrentBag<string>();
        await using (var first = await folder.StartAsync())
        {
            var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var submissions = Enumerable.Range(0, 20).Select(async number =>
            {
                try
                {
                    using var answer = await first.Http.PutAsync("/v1/jobs", JobDocument.Batch($"job-{number}"));
                    if (!answer.IsSuccessStatusCode)
                        return;
                    acknowledged.Add($"job-{number}");
                    if (acknowledged.Count >= 8)
                        enough.TrySetResult();
                }
                catch (HttpRequestException)
                {
                    // Killed before it answered: not acknowledged.
                }
            }).ToArray();
            await enough.Task.WaitAsync(Eventually.Patience);
            first.Signal(9);
            await Task.WhenAll(submissions);
            await first.WaitForExitAsync();
        }
        await using var second = await folder.StartAsync();
        foreach (var id in acknowledged)
        {
            using var answer = await second.Http.GetAsync($"/v1/job/{id}");
            Assert.True(answer.IsSuccessStatusCode, $"{id} was acknowledged and is lost");
        }
    }
}
