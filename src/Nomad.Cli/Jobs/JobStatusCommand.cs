using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Cli.Jobs;

/// <summary><c>job status</c>: the list of jobs, or one of them with everything that belongs to it.</summary>
public sealed class JobStatusCommand : Command
{
    private const int MostCandidates = 20;

    public override string Name => "job status";

    public override string Synopsis => "Display status information about a job";

    public override string Usage => "[options] <job>";

    public override string Description => "Display status information about a job. If no job ID is given, a list of all known jobs will be displayed.";

    public override (int, int) Arguments => (0, 1);

    public override string ArgumentsRule => "This command takes either no arguments or one: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("short", "Only the first block."),
        Flag.Boolean("evals", "Show the evaluations."),
        Flag.Boolean("all-allocs", "Include allocations of earlier jobs with the same id."),
        Flag.Boolean("verbose", "Full ids and absolute times."),
        Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
        .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        if (call.Arguments.Count == 0)
            return await ListAsync(call);
        var job = await FindAsync(call, call.Arguments[0]);
        if (JsonText.IsAsked(call))
            JsonText.Print(call, await JobStatusDocument.OfAsync(call, [(job.ID, job.Namespace)]));
        else
            await new JobStatusText(call, job).PrintAsync();
        return 0;
    }

    /// <summary>The one job that an id or the start of one means.</summary>
    public static async Task<Job> FindAsync(CommandCall call, string typed, string trouble = "Error querying job")
    {
        var (id, space) = await FindIdAsync(call, typed, trouble);
        return (await NodeStatusCommand.Asking(call, trouble, () => call.Api.Jobs.GetAsync(id, new Query { Namespace = space }, call.Stop))).Value;
    }

    /// <summary>The id and namespace of the one job that an id or the start of one means.</summary>
    public static async Task<(string Id, string Namespace)> FindIdAsync(CommandCall call, string typed, string trouble = "Error querying job",
        string kind = "job", Func<JobListStub, bool>? wanted = null)
    {
        var found = await FindStubAsync(call, typed, trouble, kind, wanted);
        return (found.ID, found.Namespace ?? "");
    }

    /// <summary>The one job that an id or the start of one means, as it is listed.</summary>
    public static async Task<JobListStub> FindStubAsync(CommandCall call, string typed, string trouble, string kind = "job", Func<JobListStub, bool>? wanted = null)
    {
        var query = new Query { Prefix = typed, PerPage = MostCandidates };
        var found = (await NodeStatusCommand.Asking(call, trouble, () => call.Api.Jobs.ListAsync(query, call.Stop))).Value;
        if (wanted is not null)
            found = [.. found.Where(wanted)];
        return Selection.Named(call, typed, found, job => job.ID, ("jobs", $"No {kind}(s) with prefix or id \"{typed}\" found"), several => Table(call, several));
    }

    internal static string TypeOf(JobListStub job) =>
        job.Type + (job.Periodic ? "/periodic" : "") + (job.ParameterizedJob ? "/parameterized" : "");

    private static async Task<int> ListAsync(CommandCall call)
    {
        var jobs = (await NodeStatusCommand.Asking(call, "Error querying jobs", () => call.Api.Jobs.ListAsync(null, call.Stop))).Value;
        if (JsonText.IsAsked(call))
            JsonText.Print(call, await JobStatusDocument.OfAsync(call, jobs.Select(job => (job.ID, job.Namespace ?? ""))));
        else
            call.Line(jobs.Count == 0 ? "No running jobs" : Table(call, jobs));
        return 0;
    }

    internal static string Table(CommandCall call, IReadOnlyList<JobListStub> jobs)
    {
        var spaces = call.Api.Address.Namespace == "*";
        string[] If(bool condition, params string[] cells) => condition ? cells : [];
        var table = new ColumnTable(["ID", .. If(spaces, "Namespace"), "Type", "Priority", "Status", "Submit Date"]);
        foreach (var job in jobs)
            table.Add([job.ID, .. If(spaces, job.Namespace ?? ""), TypeOf(job), job.Priority.ToString(), StatusOf(job.Status, job.Stop),
                TimeText.Absolute(TimeText.FromUnixNanoseconds(job.SubmitTime))]);
        return table.ToString();
    }

    internal static string StatusOf(string status, bool stopped) => stopped ? status + " (stopped)" : status;
}
