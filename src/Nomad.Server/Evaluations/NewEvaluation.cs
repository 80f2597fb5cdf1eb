namespace Nomad.Server.Evaluations;

/// <summary>Fresh evaluations, pending.</summary>
internal static class NewEvaluation
{
    public static Evaluation For(Job job, string trigger, ServerPorts ports)
    {
        var now = ports.NowNanoseconds;
        return new Evaluation
        {
            ID = ports.NewId(),
            Namespace = job.Namespace,
            Priority = job.Priority,
            Type = job.Type,
            TriggeredBy = trigger,
            JobID = job.ID,
            JobModifyIndex = job.JobModifyIndex,
            Status = EvalStatus.Pending,
            CreateTime = now,
            ModifyTime = now,
        };
    }

    /// <summary>One that collects garbage; lives in the broker only.</summary>
    public static Evaluation Core(string coreJob, ulong index, ServerPorts ports) => new()
    {
        ID = ports.NewId(),
        Namespace = "-",
        Priority = CorePriority,
        Type = EvalTypes.Core,
        TriggeredBy = EvalTriggers.Scheduled,
        JobID = coreJob,
        Status = EvalStatus.Pending,
        ModifyIndex = index,
        CreateIndex = index,
    };

    /// <summary>Above every job: housekeeping must not starve.</summary>
    private const int CorePriority = 32767;
}
