using Nomad.Cli.Invocation;

namespace Nomad.Cli.Monitoring;

/// <summary>How commands end that may have made an evaluation: follow it, or with <c>-detach</c> name it.</summary>
internal static class Followed
{
    public static async Task<int> Async(CommandCall call, string evaluation)
    {
        if (evaluation.Length == 0)
            return 0;
        if (!call.Flags.Boolean("detach"))
            return await new EvaluationMonitor(call).RunAsync(evaluation);
        call.Line($"Evaluation ID: {evaluation}");
        return 0;
    }
}
