using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the <c>near</c> blocks of a group.</summary>
internal static class NearChecks
{
    /// <summary>Each is counted anew for every placement run.</summary>
    private const int MaxRules = 16;

    private const int LargestWeight = 100;

    public static void Check(Job job, TaskGroup group, ErrorList errors)
    {
        var rules = group.Near.OrEmpty();
        errors.If(rules.Count > 0 && (job.Type is JobTypes.System or JobTypes.Sysbatch), "System jobs may not have a near block");
        errors.If(rules.Count > MaxRules, $"A group may have at most {MaxRules} near blocks; got {rules.Count}");
        foreach (var (i, rule) in rules.Index())
        {
            var inner = new ErrorList();
            inner.If(rule.Weight == 0, "Near weight cannot be zero");
            inner.If(rule.Weight is < -LargestWeight or > LargestWeight, $"Near weight must be within the range [-{LargestWeight},{LargestWeight}]; got {rule.Weight}");
            var own = rule.Job.Length == 0 || rule.Job == job.ID;
            inner.If(own && rule.Group.Length == 0, "Near must name a job, or a group of this job");
            if (own && rule.Group.Length > 0)
            {
                inner.If(job.TaskGroups.OrEmpty().All(other => other.Name != rule.Group), $"Near names group \"{rule.Group}\", which this job does not have");
                inner.If(rule.Group == group.Name, "Near cannot name its own group: distinct_hosts and spread say how a group lies");
            }
            errors.Wrap($"Near {i + 1} validation failed: ", inner);
        }
    }
}
