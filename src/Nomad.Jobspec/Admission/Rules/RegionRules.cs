using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a job of several regions.</summary>
internal static class RegionRules
{
    /// <summary>Each of them is asked before anything begins.</summary>
    private const int MaxRegions = 64;

    public static void Check(Multiregion multiregion, ErrorList errors)
    {
        var regions = multiregion.Regions.OrEmpty();
        errors.If(regions.Count == 0, "Multiregion job must have at least one region");
        errors.If(regions.Count > MaxRegions, $"Multiregion job has {regions.Count} regions and may have {MaxRegions}");
        errors.If(regions.Any(region => region.Name.Length == 0), "Multiregion region must have a name");
        foreach (var twice in regions.GroupBy(region => region.Name, StringComparer.Ordinal).Where(same => same.Skip(1).Any()))
            errors.Add($"Multiregion region \"{twice.Key}\" is listed {twice.Count()} times");
        foreach (var region in regions)
        {
            errors.If(region.Count < 0, $"Multiregion region \"{region.Name}\" has a count below zero: {region.Count}");
            errors.If(region.Datacenters.OrEmpty().Any(string.IsNullOrEmpty), $"Multiregion region \"{region.Name}\" names an empty datacenter");
        }
        if (multiregion.Strategy is not { } strategy)
            return;
        errors.If(strategy.MaxParallel < 0, $"Multiregion max parallel can not be less than zero: {strategy.MaxParallel} < 0");
        errors.If(!RegionFailure.IsKnown(strategy.OnFailure), $"Multiregion on_failure must be empty, \"fail_all\" or \"fail_local\", got \"{strategy.OnFailure}\"");
    }
}
