using System.Text.Json.Nodes;
using Nomad.Agent.Composition;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Hcl;
using Nomad.Jobspec;
using Nomad.Model;

namespace Nomad.Agent.Dev;

/// <summary>The jobs of <c>nomad dev</c> from their first run to the Ctrl-C that stops them.</summary>
internal sealed class DevSession(CommandCall call, RunningAgent agent, SignalQueue signals)
{
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(15);

    private readonly OutputLines lines = new(call.Terminal);
    private readonly Dictionary<string, string> jobByFile = new(StringComparer.Ordinal);

    public async Task<int> RunAsync(IReadOnlyList<string> files)
    {
        using var api = new NomadClient(new NomadAddress { Url = new Uri(agent.HttpAddress) });
        using var ending = new CancellationTokenSource();
        var signal = signals.NextAsync(ending.Token).AsTask();
        if (await Task.WhenAny(signal, agent.UntilReadyAsync(call.Stop)) == signal)
            return 0;
        lines.Notice($"agent ready at {agent.HttpAddress}");
        var outputs = new TaskOutputs(api, lines, ending.Token);
        using var watch = new JobFileWatch(files);
        foreach (var file in files)
            await RunFileAsync(api, outputs, file);
        if (jobByFile.Count == 0)
            lines.Notice("no job runs; waiting for a file to change (Ctrl-C ends)");
        while (true)
        {
            var changed = watch.NextAsync(ending.Token).AsTask();
            if (await Task.WhenAny(signal, changed) == signal)
                break;
            await RunFileAsync(api, outputs, await changed);
        }
        await StopAsync(api);
        await ending.CancelAsync();
        await outputs.Finished;
        return 0;
    }

    private async Task RunFileAsync(NomadClient api, TaskOutputs outputs, string file)
    {
        try
        {
            if (Read(file) is not { } job)
                return;
            var id = job["ID"]?.GetValue<string>() ?? "";
            var plan = (await api.Jobs.PlanAsync(id, new JsonObject { ["Job"] = job.DeepClone(), ["Diff"] = true })).Value;
            if (plan.Diff?.Type == "None" && jobByFile.ContainsKey(file))
            {
                lines.Notice($"{file}: nothing changed in job \"{id}\"");
                return;
            }
            await api.Jobs.RegisterAsync(new JsonObject { ["Job"] = job });
            lines.Notice($"{file}: job \"{id}\" {(jobByFile.ContainsKey(file) ? "runs with its changes" : "runs")}");
            foreach (var (group, _) in plan.FailedTGAllocs.OrEmpty())
                lines.Problem($"{file}: group \"{group}\" finds no place; `nomad job status {id}` says why");
            jobByFile[file] = id;
            outputs.Follow(id);
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            lines.Problem($"{file}: {problem.Message}");
        }
    }

    /// <summary>The job of a file; null, with every mistake shown, when it has any: the job that runs goes on.</summary>
    private JsonObject? Read(string file)
    {
        string text;
        try
        {
            text = File.ReadAllText(file);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            lines.Problem($"{file}: {problem.Message}");
            return null;
        }
        var result = JobFileReader.Read(new JobFileSource
        {
            Name = file, Text = text, BaseDirectory = Path.GetDirectoryName(Path.GetFullPath(file))!, Environment = call.Environment, AllowFileFunctions = true,
        });
        foreach (var diagnostic in result.Diagnostics.Where(d => d.Severity == HclSeverity.Error))
            lines.Problem(HclDiagnosticPrinter.Print(diagnostic, text));
        return result.Document;
    }

    private async Task StopAsync(NomadClient api)
    {
        lines.Notice("stopping ...");
        using var limit = new CancellationTokenSource(StopLimit);
        try
        {
            foreach (var id in jobByFile.Values.Distinct(StringComparer.Ordinal))
                await api.Jobs.DeregisterAsync(id, stop: limit.Token);
            foreach (var id in jobByFile.Values.Distinct(StringComparer.Ordinal))
            {
                while ((await api.Jobs.AllocationsAsync(id, stop: limit.Token)).Value.Any(a => a.ClientStatus is "running" or "pending"))
                    await Task.Delay(50, limit.Token);
            }
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            lines.Problem($"some tasks did not stop within {StopLimit.TotalSeconds:0} s; they end with the agent");
        }
    }
}
