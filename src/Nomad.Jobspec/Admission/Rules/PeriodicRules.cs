using Nomad.Jobspec.Periodic;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the schedule of a job.</summary>
internal static class PeriodicRules
{
    public static void Check(PeriodicConfig periodic, ErrorList errors)
    {
        if (!periodic.Enabled)
            return;
        var specs = periodic.Specs.OrEmpty();
        errors.If(periodic.Spec.Length > 0 && specs.Count > 0, "Only cron or crons may be used");
        errors.If(periodic.Spec.Length == 0 && specs.Count == 0, "Must specify a spec");
        errors.If(periodic.TimeZone is not ("" or "Local") && !TimeZoneInfo.TryFindSystemTimeZoneById(periodic.TimeZone, out _),
            $"Invalid time zone \"{periodic.TimeZone}\": unknown time zone {periodic.TimeZone}");
        errors.If(periodic.Missed is not (null or "" or MissedLaunches.Latest or MissedLaunches.All or MissedLaunches.Skip),
            $"periodic has missed \"{periodic.Missed}\"; it may be \"{MissedLaunches.Latest}\", \"{MissedLaunches.All}\" or \"{MissedLaunches.Skip}\"");
        if (periodic.SpecType is not ("cron" or "_internal_test"))
        {
            errors.Add($"Unknown periodic specification type \"{periodic.SpecType}\"");
            return;
        }

        foreach (var spec in specs.Append(periodic.Spec).Where(spec => spec.Length > 0))
        {
            try
            {
                CronExpression.Parse(spec);
            }
            catch (FormatException problem)
            {
                errors.Add($"Invalid cron spec \"{spec}\": {problem.Message}");
            }
        }
    }
}
