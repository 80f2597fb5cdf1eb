using System.Globalization;
using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Diffs;
using Nomad.Model.Jobs;
using Nomad.Model.Json;

namespace Nomad.Cli.Jobs;

/// <summary><c>job history</c>: the versions of a job that are still known, newest first.</summary>
public sealed class JobHistoryCommand : Command
{
    public override string Name => "job history";

    public override string Synopsis => "Display all tracked versions of a job";

    public override string Usage => "[options] <job>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <job>";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Boolean("p", "Show how each version differs from the one before."),
        Flag.Number("diff-version", "version", "With -p: how each version differs from this one."),
        Flag.Text("diff-tag", "tag", "With -p: how each version differs from the one with this tag."),
        Flag.Boolean("full", "Show the whole job of each version."), Flag.Number("version", "version", "Only this version."), .. JsonText.Flags,
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var (to, tag) = (call.Flags.Has("diff-version"), call.Flags.Has("diff-tag"));
        if (to && tag)
            throw CommandFailure.Usage("-diff-tag and -diff-version are exclusive");
        if ((to || tag) && !call.Flags.Boolean("p"))
            throw CommandFailure.Usage("-diff-tag and -diff-version need -p");
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Error listing jobs");
        var diffs = call.Flags.Boolean("p");
        var answer = (await NodeStatusCommand.Asking(call, "Error retrieving job versions",
            () => call.Api.Jobs.VersionsAsync(id, diffs, new Query { Namespace = space }.With("diff_tag", call.Flags.Text("diff-tag"))
                .With("diff_version", to ? call.Flags.Number("diff-version").ToString(CultureInfo.InvariantCulture) : ""), call.Stop))).Value;
        var versions = answer.Versions.OrEmpty();
        if (call.Flags.Has("version"))
        {
            var wanted = (ulong)call.Flags.Number("version");
            versions = [.. versions.Where(job => job.Version == wanted)];
            if (versions.Count == 0)
                throw new CommandFailure($"Error retrieving job versions: version {wanted} of job \"{id}\" is not known");
        }
        if ((call.Flags.Boolean("json") || call.Flags.Has("t")) && (diffs || call.Flags.Boolean("full")))
            throw CommandFailure.Usage("-json and -t are exclusive with -p and -full");
        if (JsonText.Printed(call, versions, ModelJson.Default.ListOfJob))
            return 0;
        var text = new JobDiffText(call.Paint, verbose: false);
        call.Line(string.Join("\n\n", versions.Select(job => Block(job) +
            (diffs && DiffOf(answer, job) is { Type: not DiffTypes.None } diff ? $"\nDiff        = \n{text.Of(diff)}" : "") +
            (call.Flags.Boolean("full") ? "\nFull        = \n" + JsonText.Of(job, ModelJson.Default.Job) : ""))));
        return 0;
    }

    // The difference of a version stands at the version's place in the whole list; the oldest has none but to a version that was named.
    private static JobDiff? DiffOf(Model.Requests.JobVersionsResponse answer, Job job)
    {
        var at = answer.Versions.OrEmpty().ToList().FindIndex(version => version.Version == job.Version);
        return answer.Diffs.OrEmpty().ElementAtOrDefault(at);
    }

    private static string Block(Job job) => new KeyValues()
        .Add("Version", job.Version.ToString()).Add("Stable", job.Stable ? "true" : "false")
        .Add("Submit Date", TimeText.Absolute(TimeText.FromUnixNanoseconds(job.SubmitTime)))
        .AddIf(job.VersionTag is not null, "Tag Name", () => job.VersionTag!.Name)
        .AddIf(job.VersionTag is { Description.Length: > 0 }, "Tag Description", () => job.VersionTag!.Description)
        .ToString();
}
