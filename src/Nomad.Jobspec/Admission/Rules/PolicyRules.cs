using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for update, migrate, restart, reschedule and disconnect.</summary>
internal static class PolicyRules
{
    private const long Second = 1_000_000_000;

    public static void CheckUpdate(UpdateStrategy update, ErrorList errors)
    {
        errors.If(update.HealthCheck is not (HealthChecks.Checks or HealthChecks.TaskStates or HealthChecks.Manual), $"Invalid health check given: \"{update.HealthCheck}\"");
        errors.If(update.MaxParallel < 0, $"Max parallel can not be less than zero: {update.MaxParallel} < 0");
        errors.If(update.Canary < 0, $"Canary count can not be less than zero: {update.Canary} < 0");
        errors.If(update.Canary == 0 && update.AutoPromote, "Auto Promote requires a Canary count greater than zero");
        errors.If(update.MinHealthyTime.Nanoseconds < 0, $"Minimum healthy time may not be less than zero: {update.MinHealthyTime}");
        errors.If(update.HealthyDeadline.Nanoseconds <= 0, $"Healthy deadline must be greater than zero: {update.HealthyDeadline}");
        errors.If(update.ProgressDeadline.Nanoseconds < 0, $"Progress deadline must be zero or greater: {update.ProgressDeadline}");
        errors.If(update.MinHealthyTime >= update.HealthyDeadline,
            $"Minimum healthy time must be less than healthy deadline: {update.MinHealthyTime} > {update.HealthyDeadline}");
        errors.If(update.ProgressDeadline.Nanoseconds != 0 && update.HealthyDeadline >= update.ProgressDeadline,
            $"Healthy deadline must be less than progress deadline: {update.HealthyDeadline} > {update.ProgressDeadline}");
        errors.If(update.Stagger.Nanoseconds <= 0, $"Stagger must be greater than zero: {update.Stagger}");
    }

    public static void CheckMigrate(MigrateStrategy migrate, ErrorList errors)
    {
        errors.If(migrate.MaxParallel < 0, $"MaxParallel must be >= 0 but found {migrate.MaxParallel}");
        errors.If(migrate.HealthCheck.Length == 0, "Missing HealthCheck");
        errors.If(migrate.HealthCheck is not ("" or HealthChecks.Checks or HealthChecks.TaskStates), $"Invalid HealthCheck: \"{migrate.HealthCheck}\"");
        errors.If(migrate.MinHealthyTime.Nanoseconds < 0, $"MinHealthyTime is {migrate.MinHealthyTime} and must be >= 0");
        errors.If(migrate.HealthyDeadline.Nanoseconds < 0, $"HealthyDeadline is {migrate.HealthyDeadline} and must be >= 0");
        errors.If(migrate.MinHealthyTime > migrate.HealthyDeadline, "MinHealthyTime must be less than HealthyDeadline");
    }

    public static void CheckRestart(RestartPolicy restart, ErrorList errors)
    {
        errors.If(restart.Mode is not (RestartModes.Fail or RestartModes.Delay), $"Unsupported restart mode: \"{restart.Mode}\"");
        errors.If(restart.Attempts == 0 && restart.Mode != RestartModes.Fail, $"Restart policy \"{restart.Mode}\" with {restart.Attempts} attempts is ambiguous");
        errors.If(restart.Attempts < 0, $"Restart attempts can't be negative: {restart.Attempts}");
        errors.If(restart.Interval.Nanoseconds < 5 * Second, $"Interval can not be less than 5s (got {restart.Interval})");
        if (restart.Attempts > 0 && (Int128)restart.Attempts * restart.Delay.Nanoseconds > restart.Interval.Nanoseconds)
        {
            errors.Add($"Nomad can't restart the TaskGroup {restart.Attempts} times in an interval of {restart.Interval} with a delay of {restart.Delay}");
        }
    }

    public static void CheckReschedule(ReschedulePolicy policy, ErrorList errors)
    {
        if (policy.Attempts == 0 && !policy.Unlimited)
            return;
        errors.If(policy.Attempts > 0 && policy.Interval.Nanoseconds <= 0, "Interval must be a non zero value if Attempts > 0");
        errors.If(policy.Attempts > 0 && policy.Unlimited,
            $"Reschedule Policy with Attempts = {policy.Attempts}, Interval = {policy.Interval}, and Unlimited = true is ambiguous. If Attempts >0, Unlimited cannot also be set to true");
        errors.If(policy.Delay.Nanoseconds < 5 * Second, $"Delay cannot be less than 5s (got {policy.Delay})");
        if (policy.DelayFunction is not (DelayFunctions.Constant or DelayFunctions.Exponential or DelayFunctions.Fibonacci))
        {
            errors.Add($"Invalid delay function \"{policy.DelayFunction}\", must be one of [\"constant\" \"exponential\" \"fibonacci\"]");
            return;
        }

        if (policy.DelayFunction != DelayFunctions.Constant)
        {
            errors.If(policy.MaxDelay.Nanoseconds < 5 * Second, $"Max Delay cannot be less than 5s (got {policy.MaxDelay})");
            errors.If(policy.MaxDelay < policy.Delay, $"Max Delay cannot be less than Delay {policy.Delay} (got {policy.MaxDelay})");
        }

        if (!policy.Unlimited && policy.Attempts > 0)
            CheckAttempts(policy, errors);
    }

    public static void CheckDisconnect(Job job, DisconnectStrategy disconnect, ErrorList errors)
    {
        errors.If(disconnect.LostAfter.Nanoseconds != 0 && disconnect.StopOnClientAfter is { Nanoseconds: not 0 },
            "Disconnect cannot be configured with both lost_after and stop_after");
        errors.If(disconnect.LostAfter.Nanoseconds < 0, "lost_after cannot be a negative duration");
        errors.If(disconnect.StopOnClientAfter is { Nanoseconds: < 0 }, "stop_after cannot be a negative duration");
        errors.If(disconnect.StopOnClientAfter is not null && job.Type is not (JobTypes.Service or JobTypes.Batch),
            "stop_after can only be used with service or batch job types");
        errors.If(disconnect.Reconcile is not ("" or "best_score" or "keep_original" or "keep_replacement" or "longest_running"),
            $"reconcile option is invalid: {disconnect.Reconcile}");
    }

    private static void CheckAttempts(ReschedulePolicy policy, ErrorList errors)
    {
        errors.If(policy.Interval.Nanoseconds < 15 * Second, $"Interval cannot be less than 15s (got {policy.Interval})");
        var (possible, needed) = (0, (Int128)0);
        var (delay, next) = ((Int128)policy.Delay.Nanoseconds, (Int128)policy.Delay.Nanoseconds);
        for (var i = 0; i < Math.Min(policy.Attempts, 10_000); i++)
        {
            var capped = policy.DelayFunction == DelayFunctions.Constant ? delay : Int128.Min(delay, policy.MaxDelay.Nanoseconds);
            needed += capped;
            possible += needed <= policy.Interval.Nanoseconds ? 1 : 0;
            if (capped == delay && policy.DelayFunction == DelayFunctions.Exponential)
                delay *= 2;
            else if (capped == delay && policy.DelayFunction == DelayFunctions.Fibonacci)
                (delay, next) = (next, delay + next);
        }

        if (needed > policy.Interval.Nanoseconds)
        {
            var interval = new Duration((long)Int128.Min(needed, long.MaxValue));
            errors.Add($"Nomad can only make {possible} attempts in {policy.Interval} with initial delay {policy.Delay} and delay function \"{policy.DelayFunction}\"");
            errors.Add($"Set the interval to at least {interval} to accommodate {policy.Attempts} attempts");
        }
    }
}
