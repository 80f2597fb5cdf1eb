using System.Text.Json.Nodes;
using Nomad.Cli.Output;
using Nomad.Jobspec.Periodic;
using Nomad.Model;

namespace Nomad.Cli.Jobs;

/// <summary>When a periodic job would run next, worked out here from its specification.</summary>
internal static class NextLaunch
{
    public static DateTimeOffset? Of(JsonObject job, DateTimeOffset now)
    {
        if (job["Periodic"] is not JsonObject periodic)
            return null;
        var specs = periodic["Specs"] is JsonArray { Count: > 0 } several
            ? several.Select(spec => spec!.GetValue<string>()).ToArray()
            : [periodic["Spec"]?.GetValue<string>() ?? ""];
        return Of(specs, periodic["TimeZone"]?.GetValue<string>() ?? "", now);
    }

    public static DateTimeOffset? Of(IReadOnlyList<string> specs, string timeZone, DateTimeOffset now)
    {
        var zone = timeZone.Length > 0 && TimeZoneInfo.TryFindSystemTimeZoneById(timeZone, out var found) ? found : TimeZoneInfo.Utc;
        return specs.Where(spec => spec.Length > 0).Select(spec => CronExpression.Parse(spec).Next(now, zone)).Where(time => time is not null).Min();
    }

    /// <summary><c>2026-11-22T23:40:00Z (2m21s from now)</c></summary>
    public static string Text(DateTimeOffset next, DateTimeOffset now) =>
        $"{TimeText.OfTask(next.ToUniversalTime())} ({Duration.FromSeconds(Math.Floor((next - now).TotalSeconds))} from now)";
}
