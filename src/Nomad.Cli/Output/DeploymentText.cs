using Nomad.Cli.Invocation;
using Nomad.Model;
using Nomad.Model.Deployments;
using Nomad.Model.Json;

namespace Nomad.Cli.Output;

/// <summary>A deployment as people read it.</summary>
public static class DeploymentText
{
    /// <summary>The key block; <paramref name="withJob"/> adds the job and its version.</summary>
    public static string Block(Deployment deployment, CommandCall call, bool withJob) => new KeyValues()
        .Add("ID", call.Ids.Of(deployment.ID))
        .AddIf(withJob, "Job ID", () => deployment.JobID)
        .AddIf(withJob, "Job Version", () => deployment.JobVersion.ToString())
        .Add("Status", deployment.Status)
        .Add("Description", deployment.StatusDescription)
        .ToString();

    /// <summary>The rows of the <c>Deployed</c> section; columns that no group uses are left out.</summary>
    public static string Groups(Deployment deployment)
    {
        var groups = deployment.TaskGroups.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal).ToArray();
        var revert = groups.Any(group => group.Value.AutoRevert);
        var canaries = groups.Any(group => group.Value.DesiredCanaries > 0);
        var deadline = groups.Any(group => group.Value.ProgressDeadline.Nanoseconds > 0);
        string[] Row(string name, string autoRevert, string promoted, string[] counts, string by) =>
            [name, .. revert ? [autoRevert] : Array.Empty<string>(), .. canaries ? [promoted] : Array.Empty<string>(), .. counts, .. deadline ? [by] : Array.Empty<string>()];
        string[] counts = canaries ? ["Desired", "Canaries", "Placed", "Healthy", "Unhealthy"] : ["Desired", "Placed", "Healthy", "Unhealthy"];
        var table = new ColumnTable(Row("Task Group", "Auto Revert", "Promoted", counts, "Progress Deadline"));
        foreach (var (name, state) in groups)
        {
            string[] cells =
            [
                state.DesiredTotal.ToString(), .. canaries ? [state.DesiredCanaries.ToString()] : Array.Empty<string>(),
                state.PlacedAllocs.ToString(), state.HealthyAllocs.ToString(), state.UnhealthyAllocs.ToString(),
            ];
            table.Add(Row(name, Go(state.AutoRevert), state.DesiredCanaries > 0 ? Go(state.Promoted) : "N/A", cells,
                state.RequireProgressBy.Year <= 1 ? "N/A" : TimeText.OfTask(state.RequireProgressBy)));
        }
        return table.ToString();
    }

    public static string Full(Deployment deployment, CommandCall call) =>
        Block(deployment, call, withJob: true) + (deployment.TaskGroups.OrEmpty().Count == 0 ? "" : "\n\n" + call.Paint.Bold("Deployed") + "\n" + Groups(deployment));

    private static string Go(bool value) => value ? "true" : "false";
}
