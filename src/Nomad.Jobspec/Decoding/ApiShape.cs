using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Nomad.Jobspec.Admission;

namespace Nomad.Jobspec.Decoding;

/// <summary>Moves what files write elsewhere than the API has it: names from labels, operators from shorthands, ports by kind.</summary>
internal static partial class ApiShape
{
    /// <summary>Maps whose keys are the author's: nothing in them is ours to move.</summary>
    private static readonly HashSet<string> AuthorMaps =
        ["Config", "Env", "Meta", "Policy", "CanaryMeta", "TaggedAddresses", "Header", "GetterOptions", "GetterHeaders", "Args", "Add", "Set"];

    private static readonly string[] LabelMaps = ["Volumes", "EnvoyGatewayBindAddresses"];
    private static readonly string[] Operators = ["regexp", "version", "semver", "set_contains", "set_contains_all", "set_contains_any"];

    public static void Apply(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var item in list)
                    Apply(item);
                break;
            case JsonObject owner:
                Name(owner);
                Operator(owner);
                Ports(owner);
                Identities(owner);
                ApplyInside(owner);
                break;
        }
    }

    private static void ApplyInside(JsonObject owner)
    {
        foreach (var (name, value) in owner.ToList())
        {
            if (name.StartsWith(':'))
                owner.Remove(name);
            else if (LabelMaps.Contains(name) && value is JsonObject map)
                ApplyToEach(map);
            else if (!AuthorMaps.Contains(name))
                Apply(value);
        }
    }

    private static void ApplyToEach(JsonObject map)
    {
        foreach (var (_, value) in map.ToList())
            Apply(value);
    }

    private static void Name(JsonObject owner)
    {
        if (owner[BodyDecoder.Label] is not { } label)
            return;
        var field = owner.ContainsKey("Label") ? "Label" : owner.ContainsKey("Percent") ? "Value" : owner.ContainsKey("Max") ? "Type" : "Name";
        owner[field] = field == "Type" ? "vertical_" + label.GetValue<string>().ToLowerInvariant() : label.GetValue<string>();
    }

    private static void Operator(JsonObject owner)
    {
        foreach (var shorthand in Operators)
        {
            if (owner[":" + shorthand] is not { } value)
                continue;
            owner["Operand"] = shorthand;
            owner["RTarget"] = value.DeepClone();
        }

        if (owner[":distinct_property"] is { } property)
        {
            owner["Operand"] = "distinct_property";
            owner["LTarget"] = property.DeepClone();
        }

        if (owner[":distinct_hosts"] is { } hosts)
        {
            owner["Operand"] = "distinct_hosts";
            owner["RTarget"] = hosts.DeepClone();
        }

        if (!owner.ContainsKey("LTarget"))
            return;
        owner.DefaultText("Operand", "=");
        owner["LTarget"] = Braced(owner.Text("LTarget"));
        owner["RTarget"] = Braced(owner.Text("RTarget"));
    }

    /// <summary>Files of 0.1 wrote <c>$attr.kernel.name</c>, and called two attributes of a node by shorter names.</summary>
    private static string Braced(string target) => Unbraced().Match(target) is not { Success: true } match ? target : match.Groups[1].Value switch
    {
        "node.id" => "${node.unique.id}",
        "node.name" => "${node.unique.name}",
        var name => "${" + name + "}",
    };

    private static void Ports(JsonObject owner)
    {
        foreach (var port in owner.Objects(":port").Concat(owner.Objects(":reserved_ports")).ToList())
        {
            var list = port["Value"]?.ToJsonString() == "0" ? "DynamicPorts" : "ReservedPorts";
            owner.Default(list, new JsonArray());
            owner[list]!.AsArray().Add(port.DeepClone());
        }
    }

    private static void Identities(JsonObject owner)
    {
        if (!owner.ContainsKey("Identity") || owner["Identities"] is not JsonArray list)
            return;
        if (list.OfType<JsonObject>().FirstOrDefault(identity => identity.Text("Name") is "" or "default") is not { } main)
            return;
        list.Remove(main);
        owner["Identity"] = main;
        if (list.Count == 0)
            owner["Identities"] = null;
    }

    [GeneratedRegex(@"^\$((?:attr|meta|node)\.[A-Za-z0-9_.-]+)$")]
    private static partial Regex Unbraced();
}
