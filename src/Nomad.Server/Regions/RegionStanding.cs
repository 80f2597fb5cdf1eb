namespace Nomad.Server.Regions;

/// <summary>What one region answers about a job of several.</summary>
/// <param name="Version">Its newest version there; null when there is no such job.</param>
/// <param name="Changes">Whether the job that was asked about would become a new version.</param>
/// <param name="Deployments">Status of the deployments that were made for all regions, by version of the job.</param>
public sealed record RegionStanding(ulong? Version, bool Changes, IReadOnlyDictionary<string, string> Deployments)
{
    /// <summary>Status of the deployment of a version; "" when it is not there any more, null when that version has not arrived.</summary>
    public string? Of(ulong version) => Deployments.GetValueOrDefault(version.ToString(System.Globalization.CultureInfo.InvariantCulture)) is { } status ? status
        : Version >= version ? "" : null;

    public static RegionStanding Read(State.StateSnapshot state, string space, string jobId) => new(state.Job(space, jobId)?.Version, false,
        state.DeploymentsOfJob(space, jobId).Where(own => own.IsMultiregion).GroupBy(own => own.JobVersion).ToDictionary(
            same => same.Key.ToString(System.Globalization.CultureInfo.InvariantCulture), same => same.MaxBy(own => own.CreateIndex)!.Status));
}
