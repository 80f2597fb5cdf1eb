using Nomad.Scheduling.Nodes;

namespace Nomad.Server.State.Saving;

/// <summary>What is read from saved state, with what follows from its rows.</summary>
internal sealed class RestoredState(ulong index, ulong[] tableIndexes)
{
    public ulong Index => index;

    public ulong[] TableIndexes => tableIndexes;

    public Tables Tables { get; } = new();

    public JobTallies Tallies { get; } = new();

    /// <summary>What nodes have and what is used of it: complete once <see cref="NodeColumns.EndLoading"/> was called.</summary>
    public NodeColumns Columns { get; } = new();

    public void Add(Job job) => Tables.PutJob(job, index);

    public void AddVersion(Job job) => Tables.VersionsByJob.Note(
        Tables.JobVersions.Put(new(job.Namespace, job.ID, job.Version), job, index, out var listed), listed, job);

    public void Add(Node node)
    {
        Tables.Nodes.Put(node.ID, node, index, out _);
        Columns.Put(node);
    }

    public void Add(Evaluation eval)
    {
        Tables.EvaluationsByJob.Note(Tables.Evaluations.Put(eval.ID, eval, index, out var listed), listed, eval);
        Tallies.Count(null, eval);
    }

    public void Add(Deployment deployment)
    {
        Tables.DeploymentsByJob.Note(Tables.Deployments.Put(deployment.ID, deployment, index, out var listed), listed, deployment);
        Tallies.Count(null, deployment);
    }

    /// <summary>After the nodes.</summary>
    public void Add(Allocation alloc)
    {
        var row = Tables.Allocations.Add(alloc.ID, alloc, index) ?? throw new InvalidDataException($"allocation {alloc.ID} is there twice");
        Tables.AllocationsByJob.Note(row, null, alloc);
        Tables.AllocationsByNode.Note(row, null, alloc);
        Tables.AllocationsByEvaluation.Note(row, null, alloc);
        Tables.AllocationsByDeployment.Note(row, null, alloc);
        Tallies.Count(null, alloc);
        Columns.Load(alloc);
    }
}
