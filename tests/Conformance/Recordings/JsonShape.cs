using System.Text.Json;
using System.Text.RegularExpressions;
using Nomad.Conformance.Answers;

namespace Nomad.Conformance.Recordings;

/// <summary>
/// Compares two JSON answers: every recorded field must be there with a value of the same kind, and equal unless it is of a kind
/// that differs from run to run. Fields that came later than the recording may be there too.
/// </summary>
internal sealed partial class JsonShape(IReadOnlySet<string> cutLists, string? loose)
{
    private const int ShownLength = 60;

    /// <summary>Fields of the recording that release 2.0 no longer has (data-model.md), by the end of their path.</summary>
    private static readonly string[] Gone = [".ConsulToken", ".VaultToken", ".TaskHandle", "$.Reserved", "$.Resources", "].Total"];

    /// <summary>Fields that release 2.0 leaves out when they are empty.</summary>
    private static readonly string[] LeftOut = [".AllocatedResources", ".NodeResources", ".ReservedResources"];

    /// <summary>Maps whose keys are facts of the machine.</summary>
    private static readonly string[] FactMaps = [".Attributes", ".Links", ".Drivers", ".DevicePlugins", ".Stats", ".Config"];

    public List<string> Compare(JsonElement recorded, JsonElement live, Identities ids)
    {
        var problems = new List<string>();
        Compare("$", recorded, live, ids, problems);
        return problems;
    }

    private void Compare(string path, JsonElement recorded, JsonElement live, Identities ids, List<string> problems)
    {
        var (left, right) = (AnswerCheck.KindOf(recorded), AnswerCheck.KindOf(live));
        // A time that never was is null in 1.1.2 and the first of all times in 2.0 (data-model.md).
        if (left == "null" && right == "string" && live.GetString() == "0001-01-01T00:00:00Z")
            return;
        // 2.0 fills in no Consul block where the job has none.
        if (left == "map" && right == "null" && path.EndsWith(".Consul", StringComparison.Ordinal) && recorded.GetRawText() == """{"Namespace":""}""")
            return;
        if (left != right)
        {
            problems.Add($"{path} is {Shown(live)}, recorded {Shown(recorded)}");
            return;
        }
        if (loose is not null && left is not ("map" or "list") && Regex.IsMatch(path, loose))
            return;
        switch (left)
        {
            case "map":
                CompareMap(path, recorded, live, ids, problems);
                break;
            case "list":
                CompareList(path, recorded, live, ids, problems);
                break;
            case "string" when !SameText(path, recorded.GetString()!, live.GetString()!, ids):
                problems.Add($"{path} is {Shown(live)}, recorded {Shown(recorded)}");
                break;
            case "number" when !Differs().IsMatch(path) && recorded.GetDouble() != live.GetDouble() && !IsMoment(recorded, live):
            case "bool" when recorded.GetBoolean() != live.GetBoolean():
                problems.Add($"{path} is {Shown(live)}, recorded {Shown(recorded)}");
                break;
        }
    }

    private void CompareMap(string path, JsonElement recorded, JsonElement live, Identities ids, List<string> problems)
    {
        if (path.EndsWith(".Pids", StringComparison.Ordinal))
        {
            ComparePids(path, recorded, live, ids, problems);
            return;
        }
        var facts = FactMaps.Any(path.EndsWith);
        foreach (var field in recorded.EnumerateObject())
        {
            var name = $"{path}.{field.Name}";
            if (Gone.Any(gone => name.EndsWith(gone, StringComparison.Ordinal))
                || field.Value.ValueKind == JsonValueKind.Null && LeftOut.Any(gone => name.EndsWith(gone, StringComparison.Ordinal)))
                continue;
            if (live.TryGetProperty(field.Name, out var value) || live.TryGetProperty(ids.ToLive(field.Name), out value))
                Compare(name, field.Value, value, ids, problems);
            else if (!facts && !LooksLikeId(field.Name))
                problems.Add($"{name} is missing, recorded {Shown(field.Value)}");
        }
    }

    // The processes of a task are others in every run: what is told of each counts.
    private void ComparePids(string path, JsonElement recorded, JsonElement live, Identities ids, List<string> problems)
    {
        foreach (var process in recorded.EnumerateObject().Take(1))
        {
            if (!live.EnumerateObject().Any())
                problems.Add($"{path} is empty, recorded {Shown(recorded)}");
            foreach (var other in live.EnumerateObject())
                Compare($"{path}.*", process.Value, other.Value, ids, problems);
        }
    }

    private void CompareList(string path, JsonElement recorded, JsonElement live, Identities ids, List<string> problems)
    {
        var rest = live.EnumerateArray().ToList();
        if (!cutLists.Contains(path) && rest.Count != recorded.GetArrayLength())
            problems.Add($"{path} has {rest.Count} items, recorded {recorded.GetArrayLength()}");
        var at = 0;
        foreach (var item in recorded.EnumerateArray())
        {
            if (rest.Count == 0)
                return;
            // Order is free: the item that fits best is meant.
            (int Index, List<string> Problems, Identities Ids)? best = null;
            for (var i = 0; i < rest.Count && best is not { Problems.Count: 0 }; i++)
            {
                var (tried, found) = (ids.Copy(), new List<string>());
                Compare($"{path}[{at}]", item, rest[i], tried, found);
                if (best is null || found.Count < best.Value.Problems.Count)
                    best = (i, found, tried);
            }
            ids.TakeFrom(best!.Value.Ids);
            problems.AddRange(best.Value.Problems);
            rest.RemoveAt(best.Value.Index);
            at++;
        }
    }

    private static bool SameText(string path, string recorded, string live, Identities ids)
    {
        if (Facts().IsMatch(path))
            return true;
        return ids.Same(Mask(recorded), Mask(live));
    }

    private static string Mask(string text) => Digits().Replace(Moment().Replace(text, "<time>"), "<number>");

    private static bool IsMoment(JsonElement recorded, JsonElement live) => recorded.GetRawText().Length >= 18 && live.GetRawText().Length >= 18;

    private static bool LooksLikeId(string name) => name.Length == 36 && name[8] == '-' || name.StartsWith("v1:", StringComparison.Ordinal);

    private static string Shown(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= ShownLength ? text : text[..ShownLength] + "…";
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")]
    private static partial Regex Moment();

    [GeneratedRegex(@"(?<=restarting in |after |Index )\d+(\.\d+)?\w*")]
    private static partial Regex Digits();

    // Indexes, times, what was measured, and sizes of the machine.
    [GeneratedRegex(@"Index$|Time$|At$|Nanos$|\.Time\b|Stats\.|Usage|\.MemoryStats|\.CpuStats|\.NodeResources\.|\.Resources\.(CPU|MemoryMB|DiskMB)$|\.Score|Scores\.|Pid$")]
    private static partial Regex Differs();

    // Texts that are facts of the machine or of a key that was drawn.
    [GeneratedRegex(@"\.Attributes\.|\.Hash$|ComputedClass$|\.Version$")]
    private static partial Regex Facts();
}
