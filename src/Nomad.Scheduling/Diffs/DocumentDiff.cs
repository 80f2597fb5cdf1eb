using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Model.Diffs;

namespace Nomad.Scheduling.Diffs;

/// <summary>Fields and objects that differ at one level of a document.</summary>
internal sealed record DocumentDiff(IReadOnlyList<FieldDiff>? Fields, IReadOnlyList<ObjectDiff>? Objects)
{
    private static readonly Dictionary<string, string> Singular = new(StringComparer.Ordinal)
    {
        ["Constraints"] = "Constraint", ["Affinities"] = "Affinity", ["Spreads"] = "Spread", ["Networks"] = "Network", ["ReservedPorts"] = "Static Port",
        ["DynamicPorts"] = "Dynamic Port", ["Services"] = "Service", ["Checks"] = "Check", ["Volumes"] = "Volume", ["Templates"] = "Template",
        ["Artifacts"] = "Artifact", ["VolumeMounts"] = "VolumeMount", ["Devices"] = "Device", ["Secrets"] = "Secret", ["Actions"] = "Action",
        ["Identities"] = "Identity", ["Connect"] = "ConsulConnect", ["Proxy"] = "ConsulProxy", ["Upstreams"] = "ConsulUpstreams", ["Links"] = "Link",
        ["Regions"] = "Region", ["ScalingPolicies"] = "Scaling",
    };

    /// <summary>Maps whose entries are fields <c>Name[key]</c> of the object that holds them.</summary>
    private static readonly HashSet<string> Flattened = ["Meta", "Env", "CanaryMeta", "Args", "Header", "Options"];

    public bool HasChanges => Fields.OrEmpty().Any(own => own.Type != DiffTypes.None) || Objects.OrEmpty().Any(own => own.Type != DiffTypes.None);

    /// <summary><paramref name="contextual"/> keeps unchanged fields of this level, <paramref name="inner"/> those of objects below.</summary>
    public static DocumentDiff Compare(JsonObject? old, JsonObject? now, IReadOnlySet<string> skipped, bool contextual, bool inner)
    {
        var fields = new List<FieldDiff>();
        var objects = new List<ObjectDiff>();
        foreach (var name in Names(old, now))
        {
            if (skipped.Contains(name))
                continue;
            var (left, right) = (old?[name], now?[name]);
            if (Flattened.Contains(name))
                foreach (var key in Names(left as JsonObject, right as JsonObject))
                    AddField(fields, $"{name}[{key}]", (left as JsonObject)?[key], (right as JsonObject)?[key], contextual);
            else if (left is JsonObject || right is JsonObject)
                AddObject(objects, name, left as JsonObject, right as JsonObject, inner);
            else if (left is JsonArray || right is JsonArray)
                AddList(objects, name, left as JsonArray, right as JsonArray, inner);
            else
                AddField(fields, name, left, right, contextual);
        }
        fields.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        objects.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return new DocumentDiff(fields.Count > 0 ? fields : null, objects.Count > 0 ? objects : null);
    }

    /// <summary>Elements of two lists paired by name, ordered by it.</summary>
    public static IEnumerable<(string Name, JsonObject? Old, JsonObject? Now)> ByName(JsonNode? old, JsonNode? now)
    {
        var left = Named(old);
        var right = Named(now);
        foreach (var name in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
            yield return (name, left.GetValueOrDefault(name), right.GetValueOrDefault(name));
    }

    private static Dictionary<string, JsonObject> Named(JsonNode? list)
    {
        var named = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (var element in (list as JsonArray)?.OfType<JsonObject>() ?? [])
            named[Text(element["Name"])] = element;
        return named;
    }

    private static IEnumerable<string> Names(JsonObject? old, JsonObject? now) =>
        (old?.Select(own => own.Key) ?? []).Union(now?.Select(own => own.Key) ?? []).Order(StringComparer.Ordinal);

    private static void AddObject(List<ObjectDiff> objects, string name, JsonObject? old, JsonObject? now, bool contextual)
    {
        if (JsonNode.DeepEquals(old, now))
            return;
        if (name == "Volumes")
        {
            foreach (var key in Names(old, now))
                AddObject(objects, "Volume", old?[key] as JsonObject, now?[key] as JsonObject, contextual);
            return;
        }
        var level = name == "Config" ? Flat(old, now, contextual) : Compare(old, now, name == "Update" ? Staggered : None, contextual, contextual);
        objects.Add(new ObjectDiff
        {
            Type = JobDiffs.Kind(old, now, true), Name = Singular.GetValueOrDefault(name, name), Fields = level.Fields, Objects = level.Objects,
        });
    }

    private static readonly HashSet<string> None = [];
    private static readonly HashSet<string> Staggered = ["Stagger"];

    /// <summary>A list of plain values is a set shown as an object; elements of other lists are paired by name or equality.</summary>
    private static void AddList(List<ObjectDiff> objects, string name, JsonArray? old, JsonArray? now, bool contextual)
    {
        if (JsonNode.DeepEquals(old, now) || (old is not { Count: > 0 } && now is not { Count: > 0 }))
            return;
        if (!(old?.Any(own => own is JsonObject) ?? false) && !(now?.Any(own => own is JsonObject) ?? false))
        {
            var fields = new List<FieldDiff>();
            var left = (old ?? []).Select(Text).ToHashSet(StringComparer.Ordinal);
            var right = (now ?? []).Select(Text).ToHashSet(StringComparer.Ordinal);
            foreach (var value in left.Union(right).Order(StringComparer.Ordinal))
                if (left.Contains(value) != right.Contains(value) || contextual)
                    fields.Add(Field(name, left.Contains(value) ? value : "", right.Contains(value) ? value : ""));
            if (fields.Exists(own => own.Type != DiffTypes.None))
                objects.Add(new ObjectDiff { Type = OfSets(left, right), Name = name, Fields = fields });
            return;
        }
        var gone = (old ?? []).OfType<JsonObject>().Where(own => !(now ?? []).Any(other => JsonNode.DeepEquals(own, other))).ToList();
        var come = (now ?? []).OfType<JsonObject>().Where(own => !(old ?? []).Any(other => JsonNode.DeepEquals(own, other))).ToList();
        foreach (var left in gone.ToList())
            if (Key(left) is { Length: > 0 } key && come.Find(own => Key(own) == key) is { } right)
            {
                AddObject(objects, name, left, right, contextual);
                gone.Remove(left);
                come.Remove(right);
            }
        // Nameless single blocks (a network, a template) are the same one edited.
        if (gone.Count == 1 && come.Count == 1 && name is "Networks" or "Templates" && gone.Count == 1 && come.Count == 1)
        {
            AddObject(objects, name, gone[0], come[0], contextual);
            return;
        }
        foreach (var left in gone)
            AddObject(objects, name, left, null, contextual);
        foreach (var right in come)
            AddObject(objects, name, null, right, contextual);
    }

    // A set that only grew is added to, one that only shrank is taken from.
    private static string OfSets(HashSet<string> before, HashSet<string> after) =>
        before.IsSubsetOf(after) ? DiffTypes.Added : after.IsSubsetOf(before) ? DiffTypes.Deleted : DiffTypes.Edited;

    private static string Key(JsonObject element) => Text(element["Name"]) is { Length: > 0 } name ? name : Text(element["Label"]);

    private static DocumentDiff Flat(JsonObject? old, JsonObject? now, bool contextual)
    {
        var left = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var right = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Flatten("", old, left);
        Flatten("", now, right);
        var fields = new List<FieldDiff>();
        foreach (var key in left.Keys.Union(right.Keys).Order(StringComparer.Ordinal))
            if (Field(key, left.GetValueOrDefault(key, ""), right.GetValueOrDefault(key, "")) is var field && (field.Type != DiffTypes.None || contextual))
                fields.Add(field);
        return new DocumentDiff(fields, null);
    }

    private static void Flatten(string prefix, JsonNode? node, SortedDictionary<string, string> into)
    {
        if (node is JsonObject map)
            foreach (var (key, value) in map)
                Flatten(prefix.Length > 0 ? $"{prefix}.{key}" : key, value, into);
        else if (node is JsonArray list)
            for (var i = 0; i < list.Count; i++)
                Flatten($"{prefix}[{i}]", list[i], into);
        else if (node is not null)
            into[prefix] = Text(node);
    }

    private static void AddField(List<FieldDiff> fields, string name, JsonNode? old, JsonNode? now, bool contextual)
    {
        var field = Field(name, Text(old), Text(now));
        if (field.Type != DiffTypes.None || (contextual && field.Old.Length > 0))
            fields.Add(field);
    }

    private static FieldDiff Field(string name, string old, string now) => new()
    {
        Name = name, Old = old, New = now,
        Type = old == now ? DiffTypes.None : old.Length == 0 ? DiffTypes.Added : now.Length == 0 ? DiffTypes.Deleted : DiffTypes.Edited,
    };

    private static string Text(JsonNode? value) => value switch
    {
        null => "",
        JsonValue when value.GetValueKind() == JsonValueKind.String => value.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
