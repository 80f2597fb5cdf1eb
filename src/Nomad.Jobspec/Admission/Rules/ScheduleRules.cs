using Nomad.Jobspec.Periodic;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for the hours in which a task may run: a start of six cron fields and an end of minute and hour.</summary>
internal static class ScheduleRules
{
    private const int StartFields = 6;
    private const int EndFields = 2;

    public static void Check(TaskSchedule schedule, ErrorList errors)
    {
        if (schedule.Cron is not { } cron)
        {
            errors.Add("schedule must have a cron block");
            return;
        }

        var start = cron.Start.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var end = cron.End.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        errors.If(start.Length != StartFields, $"schedule cron start must have {StartFields} fields; got \"{cron.Start}\"");
        errors.If(cron.Start.AsSpan().IndexOfAny('/', ',') >= 0, $"schedule cron start must not contain \"/\" or \",\"; got \"{cron.Start}\"");
        errors.If(end.Length != EndFields, $"schedule cron end must have {EndFields} fields, minute and hour; got \"{cron.End}\"");
        errors.If(cron.End.AsSpan().IndexOfAny('/', ',') >= 0, $"schedule cron end must not contain \"/\" or \",\"; got \"{cron.End}\"");
        if (start.Length == StartFields)
            CheckSpec("start", cron.Start, errors);
        if (end.Length == EndFields)
            CheckSpec("end", TaskHours.Daily(cron.End), errors);
        errors.If(cron.Timezone is not ("" or "Local") && !TimeZoneInfo.TryFindSystemTimeZoneById(cron.Timezone, out _),
            $"schedule cron timezone \"{cron.Timezone}\" is unknown");
    }

    private static void CheckSpec(string part, string spec, ErrorList errors)
    {
        try
        {
            CronExpression.Parse(spec);
        }
        catch (FormatException problem)
        {
            errors.Add($"schedule cron {part} is invalid: {problem.Message}");
        }
    }
}
