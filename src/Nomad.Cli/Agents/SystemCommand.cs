using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Agents;

/// <summary><c>system gc</c> and <c>system reconcile summaries</c>: upkeep on demand. Both say nothing when all went well.</summary>
public sealed class SystemCommand(string name, string synopsis, Func<NomadClient, CancellationToken, Task> ask) : Command
{
    public override string Name => name;

    public override string Synopsis => synopsis;

    public static SystemCommand CollectGarbage() =>
        new("system gc", "Run the system garbage collection process", static (api, stop) => api.Operator.CollectGarbageAsync(stop));

    public static SystemCommand ReconcileSummaries() =>
        new("system reconcile summaries", "Reconciles the summaries of all registered jobs", static (api, stop) => api.Operator.ReconcileSummariesAsync(stop));

    public override async Task<int> RunAsync(CommandCall call)
    {
        try
        {
            await ask(call.Api, call.Stop);
            return 0;
        }
        catch (Exception problem) when (problem is NomadApiException or NomadConnectionException)
        {
            throw new CommandFailure($"Error running {name}: {problem.Message}");
        }
    }
}
