using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.Evaluations;
using Nomad.Server.State;
using Nomad.Server.State.Writing;

namespace Nomad.Server.Endpoints;

/// <summary>Starts children of parameterized jobs.</summary>
internal sealed class JobDispatcher(ServerContext context, JobAdmissionDesk desk)
{
    /// <summary>Bytes of payload a child may have.</summary>
    public const int MaxPayload = 16384;

    private const int SuffixLength = 8;

    /// <summary>Starts a child, or answers with the one that was started with this token ("": none).</summary>
    public async Task<JobDispatchResponse> DispatchAsync(string space, JobDispatchRequest request, string token, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        desk.RefuseWhenDisabled(state);
        var parent = state.Job(space, request.JobID) ?? throw new RpcException("parameterized job not found");
        Check(parent, request);
        var child = Child(parent, request, token);
        if (JobWrites.OfToken(state, child) is { } earlier)
            return Known(earlier, state);
        var eval = child.IsPeriodic() ? null : NewEvaluation.For(child, EvalTriggers.JobRegister, context.Ports);
        StateCommit commit;
        try
        {
            commit = await context.Proposer.ProposeAsync(new RegisterJob(child, null, eval), cancel);
        }
        catch (RpcException)
        {
            // Another who asked at the same time, or a leader before this one, may have started it.
            state = context.State.Snapshot();
            if (JobWrites.OfToken(state, child) is not { } same)
                throw;
            return Known(same, state);
        }
        return new JobDispatchResponse
        {
            DispatchedJobID = child.ID,
            EvalID = eval?.ID ?? "",
            EvalCreateIndex = eval is null ? 0 : commit.Index,
            JobCreateIndex = commit.Index,
            Index = commit.Index,
        };
    }

    private static JobDispatchResponse Known(Job child, StateSnapshot state) =>
        new() { DispatchedJobID = child.ID, JobCreateIndex = child.CreateIndex, Index = state.Index };

    private Job Child(Job parent, JobDispatchRequest request, string token)
    {
        var now = context.Ports.Now;
        var prefix = request.IdPrefixTemplate.Length > 0 ? request.IdPrefixTemplate + "-" : "";
        var id = $"{parent.ID}/dispatch-{prefix}{now.ToUnixTimeSeconds()}-{context.Ports.NewId()[..SuffixLength]}";
        var meta = new Dictionary<string, string>(parent.Meta.OrEmpty());
        foreach (var (key, value) in request.Meta.OrEmpty())
            meta[key] = value;
        return parent with
        {
            ID = id,
            Name = id,
            ParentID = parent.ID,
            Dispatched = true,
            DispatchIdempotencyToken = token,
            Payload = request.Payload,
            Meta = meta,
            Priority = request.Priority > 0 ? request.Priority : parent.Priority,
            Status = "",
            StatusDescription = "",
            Stable = false,
            VersionTag = null,
            SubmitTime = now.UnixNanoseconds(),
        };
    }

    private void Check(Job parent, JobDispatchRequest request)
    {
        if (!parent.IsParameterized())
            throw new RpcException($"Specified job \"{parent.ID}\" is not a parameterized job");
        if (parent.Stop)
            throw new RpcException($"Specified job \"{parent.ID}\" is stopped");
        if (request.IdPrefixTemplate.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
            throw RpcException.BadRequest("IdPrefixTemplate must not contain spaces or control characters: it becomes a part of the job's ID");
        var size = request.Payload?.Length ?? 0;
        var rule = parent.ParameterizedJob!;
        if (rule.Payload == DispatchPayloadRules.Required && size == 0)
            throw new RpcException("Payload is not provided but required by parameterized job");
        if (rule.Payload == DispatchPayloadRules.Forbidden && size > 0)
            throw new RpcException("Payload provided but forbidden by parameterized job");
        if (size > MaxPayload)
            throw new RpcException($"Payload exceeds maximum size; {size} > {MaxPayload}");
        if (request.Priority != 0 && (request.Priority < 1 || request.Priority > context.Options.JobMaxPriority))
            throw new RpcException($"dispatch job priority must be between [1, {context.Options.JobMaxPriority}]");
        var allowed = rule.MetaRequired.OrEmpty().Concat(rule.MetaOptional.OrEmpty()).ToHashSet();
        var strange = request.Meta.OrEmpty().Keys.Where(key => !allowed.Contains(key)).Order(StringComparer.Ordinal).ToList();
        if (strange.Count > 0)
            throw new RpcException($"Dispatch request included unpermitted metadata keys: [{string.Join(" ", strange)}]");
        var missing = rule.MetaRequired.OrEmpty().Where(key => !request.Meta.OrEmpty().ContainsKey(key)).Order(StringComparer.Ordinal).ToList();
        if (missing.Count > 0)
            throw new RpcException($"Dispatch did not provide required meta keys: [{string.Join(" ", missing)}]");
    }
}
