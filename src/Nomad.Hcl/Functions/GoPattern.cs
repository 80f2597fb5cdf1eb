using System.Text;
using System.Text.RegularExpressions;

namespace Nomad.Hcl.Functions;

/// <summary>Differences between RE2 patterns and those of .NET.</summary>
internal static class GoPattern
{
    /// <summary>RE2 writes <c>(?P&lt;name&gt;)</c>, and <c>\z</c> ends a text; look-around and back references are refused.</summary>
    public static string ToDotNet(string pattern)
    {
        foreach (var foreign in (string[])["(?=", "(?!", "(?<=", "(?<!", "(?>"])
        {
            if (pattern.Contains(foreign, StringComparison.Ordinal))
            {
                throw new HclFunctionException($"invalid regular expression: \"{foreign}\" is not supported", 1);
            }
        }

        return pattern.Replace("(?P<", "(?<", StringComparison.Ordinal);
    }

    /// <summary>Replaces <c>$1</c>, <c>$name</c>, <c>${name}</c> and <c>$$</c>; an unknown group is empty.</summary>
    public static string Expand(Match match, string template)
    {
        var result = new StringBuilder();
        for (var at = 0; at < template.Length; at++)
        {
            if (template[at] != '$' || at + 1 >= template.Length)
            {
                result.Append(template[at]);
                continue;
            }

            if (template[at + 1] == '$')
            {
                result.Append('$');
                at++;
                continue;
            }

            var braced = template[at + 1] == '{';
            var start = braced ? at + 2 : at + 1;
            var end = start;
            while (end < template.Length && (char.IsLetterOrDigit(template[end]) || template[end] == '_'))
            {
                end++;
            }

            if (end == start || (braced && (end >= template.Length || template[end] != '}')))
            {
                result.Append('$');
                continue;
            }

            result.Append(match.Groups[template[start..end]].Value);
            at = braced ? end : end - 1;
        }

        return result.ToString();
    }
}
