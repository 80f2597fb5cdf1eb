using Nomad.Cli.Invocation;
using Nomad.Hcl;
using Nomad.Model.Quotas;
using static Nomad.Cli.Invocation.SpecFile;

namespace Nomad.Cli.Quotas;

/// <summary>Reads a quota written in HCL.</summary>
public static class QuotaFile
{
    /// <exception cref="CommandFailure">The text is no quota; the message says where and why.</exception>
    public static QuotaSpec Read(string name, string text)
    {
        var body = Resolved(Parse(name, text), new() { ["limit"] = 0 }, "name", "description");
        return new QuotaSpec
        {
            Name = Text(body, "name") is { Length: > 0 } own ? own : throw new CommandFailure($"Error parsing input: {name}: the quota has no name"),
            Description = Text(body, "description"),
            Limits = [.. body.BlocksOf("limit").Select(Limit)],
        };
    }

    private static QuotaLimit Limit(HclBlock block)
    {
        var body = Resolved(block.Body, new() { ["region_limit"] = 0 }, "region", "variables_limit");
        var limits = body.BlocksOf("region_limit").ToArray();
        if (limits.Length != 1)
            throw new CommandFailure($"Error parsing input: {block.DefinitionRange}: a limit has one region_limit block, this one {limits.Length}");
        return new QuotaLimit { Region = Text(body, "region"), VariablesLimit = (int?)Number(body, "variables_limit"), RegionLimit = Resources(limits[0]) };
    }

    private static QuotaResources Resources(HclBlock block)
    {
        var body = Resolved(block.Body, new() { ["device"] = 1 }, "cpu", "cores", "memory", "memory_max", "allocations");
        return new QuotaResources
        {
            CPU = Number(body, "cpu"), Cores = Number(body, "cores"), MemoryMB = Number(body, "memory"), MemoryMaxMB = Number(body, "memory_max"),
            Allocations = Number(body, "allocations"),
            Devices = body.BlocksOf("device").Any() ? [.. body.BlocksOf("device").Select(Device)] : null,
        };
    }

    private static QuotaDevice Device(HclBlock block) =>
        new() { Name = block.Labels[0], Count = Number(Resolved(block.Body, [], "count"), "count") ?? 0 };
}
