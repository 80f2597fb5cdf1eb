using System.Globalization;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks;

/// <summary>
/// Applies a restart policy: how often a task may run again within an interval, and after what delay. Pure: time and chance are
/// arguments. Used by one task runner; not thread safe.
/// </summary>
/// <param name="policy">Policy of the task, or of its group.</param>
/// <param name="restartsOnSuccess">Whether a clean exit counts as an end that must not be: services and sidecars.</param>
public sealed class RestartTracker(RestartPolicy policy, bool restartsOnSuccess)
{
    public const string WithinPolicy = "Restart within policy";
    public const string DelayReason = "Exceeded allowed attempts, applying a delay";
    public const string NoRestartsAllowed = "Policy allows no restarts";
    public const string Unrecoverable = "Error was unrecoverable";

    /// <summary>Restarts spread over a quarter of the delay, so that tasks that fell together do not rise together.</summary>
    private const double Jitter = 0.25;

    private int count;
    private DateTimeOffset intervalStart;
    private bool killed;
    private bool restartRequested;

    /// <summary>The next end is wanted by somebody: no restart.</summary>
    public void Kill() => killed = true;

    /// <summary>The next end is a restart on request: not counted, no delay.</summary>
    public void RequestRestart() => restartRequested = true;

    /// <summary>The task starts now: a restart asked for before has happened.</summary>
    public void ForgetRestart() => restartRequested = false;

    /// <summary>Whether a clean exit ends tasks of this kind for good.</summary>
    public static bool RestartsOnSuccess(string jobType, TaskLifecycleConfig? lifecycle) => lifecycle?.Hook switch
    {
        "prestart" or "poststart" => lifecycle.Sidecar,
        "poststop" => false,
        _ => jobType is not ("batch" or "sysbatch"),
    };

    /// <param name="exit">How the run ended.</param>
    /// <param name="now">When it ended, by a steady clock.</param>
    /// <param name="chance">In [0, 1): decides the jitter.</param>
    public RestartDecision Decide(TaskExit exit, DateTimeOffset now, double chance)
    {
        if (killed)
            return new RestartDecision(RestartKind.Killed, TimeSpan.Zero, "");
        if (restartRequested)
        {
            restartRequested = false;
            return new RestartDecision(RestartKind.Restarting, TimeSpan.Zero, "");
        }
        if (exit.Successful && !restartsOnSuccess)
            return new RestartDecision(RestartKind.Terminated, TimeSpan.Zero, "");
        if (policy.Attempts == 0)
            return NotRestarting(NoRestartsAllowed);
        if (exit.StartFailed && !exit.Recoverable)
            return NotRestarting(Unrecoverable);
        return Count(now, chance);
    }

    private RestartDecision Count(DateTimeOffset now, double chance)
    {
        if (intervalStart == default || now > intervalStart + policy.Interval.ToTimeSpan())
        {
            intervalStart = now;
            count = 0;
        }
        count++;
        if (count <= policy.Attempts)
            return new RestartDecision(RestartKind.Restarting, Spread(policy.Delay, chance), WithinPolicy);
        if (policy.Mode == "fail")
            return NotRestarting(string.Create(CultureInfo.InvariantCulture,
                $"Exceeded allowed attempts {policy.Attempts} in interval {policy.Interval} and mode is \"fail\""));
        var untilNext = intervalStart + policy.Interval.ToTimeSpan() - now;
        return new RestartDecision(RestartKind.Restarting, Spread(Duration.FromTimeSpan(untilNext), chance), DelayReason);
    }

    private static RestartDecision NotRestarting(string reason) => new(RestartKind.NotRestarting, TimeSpan.Zero, reason);

    private static TimeSpan Spread(Duration delay, double chance)
    {
        var span = delay.ToTimeSpan();
        return span + span * (chance * Jitter);
    }
}
