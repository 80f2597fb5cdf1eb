using System.Text.Json.Nodes;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission;

/// <summary>Defaults of the policies of a group.</summary>
internal static class PolicyDefaults
{
    private const long Second = 1_000_000_000;

    public static void Update(JsonObject update)
    {
        update.Default("Stagger", 30 * Second);
        update.Default("MaxParallel", 1);
        update.DefaultText("HealthCheck", HealthChecks.Checks);
        update.Default("MinHealthyTime", 10 * Second);
        update.Default("HealthyDeadline", 300 * Second);
        update.Default("ProgressDeadline", 600 * Second);
    }

    public static void Migrate(JsonObject migrate)
    {
        migrate.Default("MaxParallel", 1);
        migrate.DefaultText("HealthCheck", HealthChecks.Checks);
        migrate.Default("MinHealthyTime", 10 * Second);
        migrate.Default("HealthyDeadline", 300 * Second);
    }

    public static void Restart(JsonObject restart, bool batch)
    {
        restart.Default("Attempts", batch ? 3 : 2);
        restart.Default("Interval", (batch ? 86_400 : 1_800) * Second);
        restart.Default("Delay", 15 * Second);
        restart.DefaultText("Mode", RestartModes.Fail);
    }

    public static void Reschedule(JsonObject reschedule, bool batch)
    {
        reschedule.Default("Delay", (batch ? 5 : 30) * Second);
        reschedule.DefaultText("DelayFunction", batch ? DelayFunctions.Constant : DelayFunctions.Exponential);
        if (batch)
        {
            reschedule.Default("Attempts", 1);
            reschedule.Default("Interval", 86_400 * Second);
        }
        else
        {
            reschedule.Default("MaxDelay", 3_600 * Second);
            reschedule.Default("Unlimited", true);
        }
    }

    public static void Vault(JsonObject vault)
    {
        vault.Default("Env", true);
        vault.DefaultText("Cluster", "default");
        vault.DefaultText("ChangeMode", ChangeModes.Restart);
        if (vault.Text("ChangeMode") == ChangeModes.Signal)
            vault.DefaultText("ChangeSignal", "SIGHUP");
    }
}
