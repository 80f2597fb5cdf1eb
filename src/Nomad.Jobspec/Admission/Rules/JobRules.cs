using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a whole job.</summary>
internal static class JobRules
{
    private const int MaxDescription = 1000;

    public static void Check(Job job, AdmissionOptions options, ErrorList errors)
    {
        CheckHead(job, options, errors);
        for (var i = 0; i < job.Constraints.OrEmpty().Count; i++)
        {
            var inner = new ErrorList();
            PlacementRules.CheckConstraint(job.Constraints![i], inner);
            errors.Wrap($"Constraint {i + 1} validation failed: ", inner);
        }

        if (job.Type == JobTypes.System)
        {
            errors.If(job.Affinities.OrEmpty().Count > 0, "System jobs may not have an affinity block");
            errors.If(job.Spreads.OrEmpty().Count > 0, "System jobs may not have a spread block");
        }
        else
        {
            PlacementRules.CheckAffinities(job.Affinities, errors);
            PlacementRules.CheckSpreads(job.Spreads, errors);
        }

        CheckGroupNames(job, errors);
        foreach (var group in job.TaskGroups.OrEmpty())
        {
            var inner = new ErrorList();
            GroupRules.Check(job, group, inner);
            errors.Wrap($"Task group {group.Name} validation failed: ", inner);
        }

        CheckLaunching(job, errors);
        if (DependencyRules.Circle(job, _ => null) is { } circle)
            errors.Add($"depends_on goes round in a circle: {circle}");
    }

    private static void CheckHead(Job job, AdmissionOptions options, ErrorList errors)
    {
        errors.If(job.Region.Length == 0 && job.Multiregion is null, "Missing job region");
        errors.If(job.ID.Length == 0, "Missing job ID");
        errors.If(job.ID.Contains(' ', StringComparison.Ordinal), "Job ID contains a space");
        errors.If(job.ID.Contains('\0', StringComparison.Ordinal), "Job ID contains a null character");
        errors.If(job.Name.Length == 0, "Missing job name");
        errors.If(job.Name.Contains('\0', StringComparison.Ordinal), "Job Name contains a null character");
        errors.If(job.Namespace.Length == 0, "Job must be in a namespace");
        errors.If(job.Type.Length == 0, "Missing job type");
        errors.If(job.Type is not ("" or JobTypes.Service or JobTypes.Batch or JobTypes.System or JobTypes.Sysbatch or "_core"), $"Invalid job type: \"{job.Type}\"");
        errors.If(job.Type == "_core", "job type cannot be core");
        errors.If(job.Priority < 1 || job.Priority > options.MaxPriority, $"Job priority must be between [1, {options.MaxPriority}]");
        errors.If(job.Datacenters.OrEmpty().Count == 0, "Missing job datacenters");
        errors.If(job.Datacenters.OrEmpty().Any(string.IsNullOrEmpty), "Job datacenter must be non-empty string");
        errors.If(job.Payload is { Length: > 0 } && !job.Dispatched, "job can't be submitted with a payload, only dispatched");
        errors.If(job.TaskGroups.OrEmpty().Count == 0, "Missing job task groups");
        if (job.Multiregion is { } regions)
            RegionRules.Check(regions, errors);
        errors.If(job.UI is { Description.Length: > MaxDescription }, "UI description must be under 1000 characters");
        var total = job.TaskGroups.OrEmpty().Sum(group => (long)group.Count);
        errors.If(options.MaxCount > 0 && total > options.MaxCount, $"total count was greater than configured job_max_count: {total} > {options.MaxCount}");
    }

    private static void CheckGroupNames(Job job, ErrorList errors)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (i, group) in job.TaskGroups.OrEmpty().Index())
        {
            if (group.Name.Length == 0)
                errors.Add($"Job task group {i + 1} missing name");
            else if (!seen.TryAdd(group.Name, i + 1))
                errors.Add($"Job task group {i + 1} redefines '{group.Name}' from group {seen[group.Name]}");
            errors.If(group.ShutdownDelay is { Nanoseconds: < 0 }, "ShutdownDelay must be a positive value");
            errors.If(job.Type is JobTypes.System or JobTypes.Sysbatch && group.Count > 1,
                $"Job task group {group.Name} has count {group.Count}. Count cannot exceed 1 with {job.Type} scheduler");
        }
    }

    private static void CheckLaunching(Job job, ErrorList errors)
    {
        var batch = job.Type is JobTypes.Batch or JobTypes.Sysbatch;
        if (job.Periodic is { } periodic)
        {
            errors.If(!batch, "Periodic can only be used with \"batch\" or \"sysbatch\" scheduler");
            PeriodicRules.Check(periodic, errors);
            DependencyRules.Check(periodic.Concurrency, "Periodic", errors);
            errors.If(periodic.Concurrency is not null && job.ParameterizedJob is not null,
                "a job that is periodic and parameterized limits its dispatches: concurrency belongs into its parameterized block");
        }

        if (job.ParameterizedJob is not { } parameterized)
            return;
        errors.If(!batch, "Parameterized job can only be used with \"batch\" or \"sysbatch\" scheduler");
        errors.If(parameterized.Payload is not (DispatchPayloadRules.Optional or DispatchPayloadRules.Required or DispatchPayloadRules.Forbidden),
            $"Unknown payload requirement: \"{parameterized.Payload}\"");
        DependencyRules.Check(parameterized.Concurrency, "Parameterized job", errors);
        var both = parameterized.MetaRequired.OrEmpty().Intersect(parameterized.MetaOptional.OrEmpty()).Order(StringComparer.Ordinal).ToList();
        errors.If(both.Count > 0, $"Required and optional meta keys should be disjoint. Following keys exist in both: [{string.Join(' ', both)}]");
    }
}
