using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>Earlier versions of jobs: going back, marking, naming.</summary>
internal sealed class JobVersions(ServerContext context)
{
    /// <summary>The newest version, and the earlier one as it is to be stored again. Throws when it may not.</summary>
    public static (Job Current, Job Target) Revert(StateSnapshot state, string space, JobRevertRequest request)
    {
        var current = state.Job(space, request.JobID) ?? throw new RpcException($"job \"{request.JobID}\" not found");
        if (request.EnforcePriorVersion is { } prior && prior != current.Version)
            throw new RpcException($"Current job has version {current.Version}; enforcing version {prior}");
        if (current.Version == request.JobVersion)
            throw new RpcException("can't revert to current version");
        var target = state.JobVersion(space, request.JobID, request.JobVersion)
            ?? throw new RpcException($"job \"{request.JobID}\" in namespace \"{space}\" at version {request.JobVersion} not found");
        return (current, target with { Stable = false, VersionTag = null });
    }

    public async Task<ulong> SetStabilityAsync(string space, JobStabilityRequest request, CancellationToken cancel)
    {
        var state = context.State.Snapshot();
        if (state.Job(space, request.JobID) is null)
            throw new RpcException($"job \"{request.JobID}\" not found");
        if (state.JobVersion(space, request.JobID, request.JobVersion) is null)
            throw new RpcException($"job \"{request.JobID}\" version {request.JobVersion} not found");
        var commit = await context.Proposer.ProposeAsync(
            new SetJobStability(space, request.JobID, request.JobVersion, request.Stable), cancel);
        return commit.Index;
    }

    public async Task<JobTagResponse> TagAsync(string space, string id, JobVersionTag tag, ulong? version, CancellationToken cancel)
    {
        var job = context.State.Snapshot().Job(space, id) ?? throw new RpcException($"job \"{id}\" not found");
        var named = tag with { TaggedTime = context.Ports.NowNanoseconds };
        var commit = await context.Proposer.ProposeAsync(new TagJobVersion(space, id, tag.Name, version ?? job.Version, named), cancel);
        return new JobTagResponse
        {
            Name = named.Name, Description = named.Description, TaggedTime = named.TaggedTime, Index = commit.Index,
        };
    }

    public async Task<JobTagResponse> UntagAsync(string space, string id, string name, CancellationToken cancel)
    {
        var commit = await context.Proposer.ProposeAsync(new TagJobVersion(space, id, name, 0, null), cancel);
        return new JobTagResponse { Name = name, Index = commit.Index };
    }
}
