using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Cli.Monitoring;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model.Requests;

namespace Nomad.Cli.Jobs;

/// <summary><c>job dispatch</c>: runs a parameterized job with a payload and metadata.</summary>
public sealed class JobDispatchCommand : Command
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    public override string Name => "job dispatch";

    public override string Synopsis => "Dispatch an instance of a parameterized job";

    public override string Usage => "[options] <parameterized job> [input source]";

    public override (int, int) Arguments => (1, 2);

    public override string ArgumentsRule => "This command takes one or two argument: <parameterized job> [input source]";

    public override IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.List("meta", "key=value", "Metadata for the dispatched job; may be repeated."),
        Flag.Boolean("detach", "Print the ids and return."),
        Flag.Text("idempotency-token", "token", "A second dispatch with the same token does nothing."),
        Flag.Text("id-prefix-template", "template", "Goes into the id of the dispatched job."),
        Flag.Number("priority", "priority", "Priority of the dispatched job."),
        Flag.Boolean("wait", "Show the allocations until all have ended, five minutes at most; exit code 2 when one of them failed."),
        Flag.Boolean("verbose", "Full ids."), Flag.Boolean("ui", "Accepted for the sake of scripts: this program serves no web interface."),
    ];

    public override async Task<int> RunAsync(CommandCall call)
    {
        var request = new JobDispatchRequest
        {
            Payload = call.Arguments.Count == 2 ? await PayloadAsync(call, call.Arguments[1]) : null,
            Meta = Meta(call.Flags.List("meta")),
            IdPrefixTemplate = call.Flags.Text("id-prefix-template"),
            Priority = (int)call.Flags.Number("priority"),
        };
        var (id, space) = await JobStatusCommand.FindIdAsync(call, call.Arguments[0], "Failed to dispatch job");
        var query = new Query { Namespace = space }.With("idempotency_token", call.Flags.Text("idempotency-token"));
        var answer = (await NodeStatusCommand.Asking(call, "Failed to dispatch job", () => call.Api.Jobs.DispatchAsync(id, request, query, call.Stop))).Value;
        var block = new KeyValues().Add("Dispatched Job ID", answer.DispatchedJobID);
        if (answer.EvalID.Length > 0)
            block.Add("Evaluation ID", call.Ids.Of(answer.EvalID));
        call.Line(block.ToString());
        if (call.Flags.Boolean("detach") && !call.Flags.Boolean("wait"))
            return 0;
        if (answer.EvalID.Length > 0 && !call.Flags.Boolean("detach"))
        {
            call.Line();
            // 2 is kept for an allocation that failed.
            if (await new EvaluationMonitor(call).RunAsync(answer.EvalID) != 0)
                return 1;
        }
        return call.Flags.Boolean("wait") ? await new AllocationsMonitor(call, LongestWait).RunAsync(answer.DispatchedJobID, space) : 0;
    }

    private static async Task<byte[]> PayloadAsync(CommandCall call, string source)
    {
        if (source != "-")
            return await File.ReadAllBytesAsync(source, call.Stop);
        await using var input = call.Terminal.OpenInput();
        using var buffer = new MemoryStream();
        await input.CopyToAsync(buffer, call.Stop);
        return buffer.ToArray();
    }

    private static Dictionary<string, string> Meta(IReadOnlyList<string> pairs)
    {
        var meta = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in pairs)
        {
            var equals = pair.IndexOf('=');
            if (equals <= 0)
                throw new CommandFailure($"Error parsing meta value: {pair}");
            meta[pair[..equals]] = pair[(equals + 1)..];
        }
        return meta;
    }
}
