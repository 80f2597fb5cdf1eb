using Nomad.Agent.Http.Queries;
using Nomad.Model;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Jobs;

/// <summary>How jobs look in lists.</summary>
internal static class JobShapes
{
    public static Listing<Job, JobListStub> Listing(bool withMeta) => new(
        job => PageKey.ByName(job.Namespace, job.ID), ModelJson.Default.Job,
        (job, snapshot) => Stub(job, snapshot.Summary(job.Namespace, job.ID), withMeta), ModelJson.Default.ListOfJobListStub);

    public static JobListStub Stub(Job job, JobSummary? summary, bool withMeta = false) => new()
    {
        ID = job.ID, ParentID = job.ParentID, Name = job.Name, Namespace = job.Namespace, Datacenters = job.Datacenters, NodePool = job.NodePool,
        Multiregion = job.Multiregion, Type = job.Type, Priority = job.Priority, Periodic = job.Periodic is not null,
        ParameterizedJob = job.ParameterizedJob is not null && !job.Dispatched, Stop = job.Stop, Status = job.Status, StatusDescription = job.StatusDescription,
        JobSummary = summary, CreateIndex = job.CreateIndex, ModifyIndex = job.ModifyIndex, JobModifyIndex = job.JobModifyIndex,
        SubmitTime = job.SubmitTime, Meta = withMeta ? job.Meta : null,
    };

    /// <summary>What the job calls actions, over all its tasks.</summary>
    public static IEnumerable<(string Group, string Task, JobAction Action)> Actions(Job job) =>
        from taskGroup in job.TaskGroups.OrEmpty()
        from task in taskGroup.Tasks.OrEmpty()
        from action in task.Actions.OrEmpty()
        select (taskGroup.Name, task.Name, action);
}
