using System.Globalization;
using Nomad.Cli.Invocation;
using Nomad.Hcl;
using Nomad.Model.Quotas;

namespace Nomad.Cli.Quotas;

/// <summary>Reads a quota written in HCL.</summary>
public static class QuotaFile
{
    /// <exception cref="CommandFailure">The text is no quota; the message says where and why.</exception>
    public static QuotaSpec Read(string name, string text)
    {
        var file = HclParser.Parse(name, text);
        if (file.Diagnostics.FirstOrDefault(problem => problem.IsError) is { } wrong)
            throw new CommandFailure($"Error parsing input: {wrong}");
        var body = Resolved(file.Body, new() { ["limit"] = 0 }, "name", "description");
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

    private static HclBody Resolved(HclBody body, Dictionary<string, int> blocks, params string[] attributes)
    {
        var problems = new List<HclDiagnostic>();
        var resolved = body.Resolve(blocks, problems);
        if (problems.FirstOrDefault(problem => problem.IsError) is { } wrong)
            throw new CommandFailure($"Error parsing input: {wrong}");
        if (resolved.Attributes.FirstOrDefault(attribute => !attributes.Contains(attribute.Name)) is { } unknown)
            throw new CommandFailure($"Error parsing input: {unknown.NameRange}: there is no \"{unknown.Name}\" here; known: {string.Join(", ", attributes)}");
        if (resolved.Blocks.FirstOrDefault(block => !blocks.ContainsKey(block.Type)) is { } strange)
            throw new CommandFailure($"Error parsing input: {strange.TypeRange}: there is no block \"{strange.Type}\" here");
        return resolved;
    }

    private static string Text(HclBody body, string name) => Value(body, name) is not { } value ? ""
        : value.Kind == HclValueKind.String ? value.AsString : throw Wrong(body, name, "a text");

    private static long? Number(HclBody body, string name) => Value(body, name) is not { } value ? null
        : value.Kind == HclValueKind.Number && long.TryParse(value.AsNumber.ToString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number : throw Wrong(body, name, "a whole number");

    private static HclValue? Value(HclBody body, string name)
    {
        if (body.Attribute(name) is not { } attribute)
            return null;
        var problems = new List<HclDiagnostic>();
        return HclEvaluator.TryEvaluate(attribute.Value, HclScope.Empty, problems, out var value) ? value : throw new CommandFailure($"Error parsing input: {problems[0]}");
    }

    private static CommandFailure Wrong(HclBody body, string name, string right) =>
        new($"Error parsing input: {body.Attribute(name)!.Range}: {name} is {right}");
}
