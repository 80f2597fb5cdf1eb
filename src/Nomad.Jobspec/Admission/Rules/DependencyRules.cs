using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for <c>depends_on</c> and <c>concurrency</c>.</summary>
public static class DependencyRules
{
    /// <summary>Groups followed when a circle is looked for; more are taken for none.</summary>
    private const int MostFollowed = 10_000;

    internal static void Check(Job job, TaskGroup group, ErrorList errors)
    {
        foreach (var dependency in group.DependsOn.OrEmpty())
        {
            errors.If(dependency.Condition is not (DependencyConditions.Healthy or DependencyConditions.Complete),
                $"depends_on has condition \"{dependency.Condition}\"; it may be \"{DependencyConditions.Healthy}\" or \"{DependencyConditions.Complete}\"");
            if (dependency.Job.Length == 0 && dependency.Group.Length == 0)
                errors.Add("depends_on needs the name of a group, of a job, or of both");
            else if (dependency.Job.Length == 0 && !job.TaskGroups.OrEmpty().Any(own => own.Name == dependency.Group))
                errors.Add($"depends_on names group \"{dependency.Group}\", which the job does not have");
        }
    }

    internal static void Check(ConcurrencyLimit? concurrency, string owner, ErrorList errors)
    {
        if (concurrency is null)
            return;
        errors.If(concurrency.Limit < 1, $"{owner} concurrency needs a limit of at least 1; got {concurrency.Limit}");
        errors.If(concurrency.Overflow is not (ConcurrencyOverflows.Queue or ConcurrencyOverflows.Skip),
            $"{owner} concurrency has overflow \"{concurrency.Overflow}\"; it may be \"{ConcurrencyOverflows.Queue}\" or \"{ConcurrencyOverflows.Skip}\"");
    }

    /// <summary>A circle of groups that wait for each other, in words; null when there is none that the job is part of.</summary>
    /// <param name="others">The stored job of a name; null when there is none, or when only the job itself is to be looked at.</param>
    public static string? Circle(Job job, Func<string, Job?> others)
    {
        var done = new HashSet<(string, string)>();
        var path = new List<(string Job, string Group)>();
        // Who waits for nobody is part of no circle: a job of thousands of groups mostly has nothing to follow.
        foreach (var group in job.TaskGroups.OrEmpty())
            if (group.DependsOn is { Count: > 0 } && Follow((job.ID, group.Name)) is { } circle)
                return circle;
        return null;

        string? Follow((string Job, string Group) at)
        {
            var known = path.IndexOf(at);
            if (known >= 0)
                return string.Join(" waits for ", path.Skip(known).Append(at).Select(step => step.Job == job.ID ? $"group {step.Group}" : $"group {step.Group} of job {step.Job}"));
            if (done.Count >= MostFollowed || done.Contains(at))
                return null;
            path.Add(at);
            var own = at.Job == job.ID ? job : others(at.Job);
            foreach (var dependency in (own?.TaskGroups.OrEmpty().FirstOrDefault(group => group.Name == at.Group)?.DependsOn).OrEmpty())
            {
                var id = dependency.Job.Length > 0 ? dependency.Job : at.Job;
                foreach (var group in ((id == job.ID ? job : others(id))?.TaskGroups).OrEmpty())
                    if ((dependency.Group.Length == 0 || dependency.Group == group.Name) && Follow((id, group.Name)) is { } circle)
                        return circle;
            }
            path.RemoveAt(path.Count - 1);
            done.Add(at);
            return null;
        }
    }
}
