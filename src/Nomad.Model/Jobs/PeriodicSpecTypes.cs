namespace Nomad.Model.Jobs;

/// <summary>How the times of a periodic job are written.</summary>
public static class PeriodicSpecTypes
{
    public const string Cron = "cron";
}
