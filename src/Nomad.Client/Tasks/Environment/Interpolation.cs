using System.Text;
using Nomad.Model;

namespace Nomad.Client.Tasks.Environment;

/// <summary>
/// Replaces `${NOMAD_…}`, `${env["X"]}`, `${attr.…}`, `${node.…}` and `${meta.…}` in texts of a job. A name nobody knows stays
/// as it is, so that a shell may have its turn; `$${` writes `${`.
/// </summary>
public sealed class Interpolation(EnvironmentSource source, IReadOnlyDictionary<string, string> variables)
{
    public string Expand(string text)
    {
        if (!text.Contains("${", StringComparison.Ordinal))
            return text;
        var result = new StringBuilder(text.Length);
        var last = text.LastIndexOf('}');
        for (var place = 0; place < text.Length;)
        {
            if (text.AsSpan(place).StartsWith("$${"))
            {
                result.Append("${");
                place += 3;
                continue;
            }
            if (!text.AsSpan(place).StartsWith("${"))
            {
                result.Append(text[place++]);
                continue;
            }
            var end = place > last ? -1 : text.IndexOf('}', place);
            if (end < 0)
            {
                // No brace closes from here on: looking again at each name would make long texts slow.
                result.Append(text[place++]);
                continue;
            }
            var value = Lookup(text.AsSpan((place + 2)..end).Trim().ToString());
            result.Append(value ?? text[place..(end + 1)]);
            place = end + 1;
        }
        return result.ToString();
    }

    /// <summary>The value of one name, or null when nobody knows it.</summary>
    public string? Lookup(string name)
    {
        if (Bracketed(name, "env") is { } variable)
            return variables.GetValueOrDefault(variable);
        if (Bracketed(name, "attr") is { } attribute)
            return source.Node.Attributes.OrEmpty().GetValueOrDefault(attribute);
        if (Bracketed(name, "meta") is { } key)
            return source.Node.Meta.OrEmpty().GetValueOrDefault(key);
        if (name.StartsWith("node.", StringComparison.Ordinal))
            return OfNode(name["node.".Length..]);
        return variables.GetValueOrDefault(name);
    }

    private string? OfNode(string name) => name switch
    {
        "unique.id" => source.Node.ID,
        "unique.name" => source.Node.Name,
        "datacenter" => source.Node.Datacenter,
        "region" => source.Region,
        "class" => source.Node.NodeClass,
        "pool" => source.Node.NodePool,
        _ when Bracketed(name, "attr") is { } attribute => source.Node.Attributes.OrEmpty().GetValueOrDefault(attribute),
        _ when Bracketed(name, "meta") is { } key => source.Node.Meta.OrEmpty().GetValueOrDefault(key),
        _ => null,
    };

    // `map["key"]` and `map.key` name the same entry.
    private static string? Bracketed(string name, string map)
    {
        if (!name.StartsWith(map, StringComparison.Ordinal))
            return null;
        var rest = name.AsSpan(map.Length);
        if (rest is ['.', _, ..])
            return rest[1..].ToString();
        return rest is ['[', '"', .., '"', ']'] ? rest[2..^2].ToString() : null;
    }
}
