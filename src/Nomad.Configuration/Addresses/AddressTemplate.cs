using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Nomad.Configuration.Addresses;

/// <summary>
/// Text with go-sockaddr parts: <c>{{ GetInterfaceIP "eth0" }}</c>,
/// <c>{{ GetAllInterfaces | include "network" "10.0.0.0/8" | attr "address" }}</c>.
/// </summary>
public static class AddressTemplate
{
    private const int MaxLength = 4096;

    /// <summary>Replaces every part; throws <see cref="AddressTemplateException"/>.</summary>
    public static string Evaluate(string text, Func<IReadOnlyList<InterfaceAddress>> interfaces)
    {
        if (!text.Contains("{{", StringComparison.Ordinal))
        {
            return text;
        }

        if (text.Length > MaxLength)
        {
            throw new AddressTemplateException($"an address template can have at most {MaxLength} characters");
        }

        var result = new StringBuilder();
        var known = interfaces();
        for (var at = 0; at < text.Length;)
        {
            var open = text.IndexOf("{{", at, StringComparison.Ordinal);
            if (open < 0)
            {
                result.Append(text, at, text.Length - at);
                break;
            }

            var close = text.IndexOf("}}", open, StringComparison.Ordinal);
            if (close < 0)
            {
                throw new AddressTemplateException($"unable to parse address template \"{text}\": \"{{{{\" is not closed");
            }

            result.Append(text, at, open - at).Append(Pipeline(text[(open + 2)..close], known));
            at = close + 2;
        }

        return result.ToString();
    }

    private static string Pipeline(string text, IReadOnlyList<InterfaceAddress> interfaces)
    {
        object value = "";
        var first = true;
        foreach (var words in Stages(text))
        {
            value = first ? Source(words, interfaces) : Filter(words, value);
            first = false;
        }

        return value as string ?? string.Join(' ', ((List<InterfaceAddress>)value).Select(item => item.Address));
    }

    private static List<List<string>> Stages(string text)
    {
        var stages = new List<List<string>> { new() };
        for (var at = 0; at < text.Length;)
        {
            var character = text[at];
            if (char.IsWhiteSpace(character))
            {
                at++;
            }
            else if (character == '|')
            {
                stages.Add([]);
                at++;
            }
            else if (character is '"' or '`')
            {
                var end = text.IndexOf(character, at + 1);
                end = end < 0 ? throw new AddressTemplateException($"unterminated quoted string in address template \"{text.Trim()}\"") : end;
                stages[^1].Add(text[(at + 1)..end]);
                at = end + 1;
            }
            else
            {
                var end = at;
                while (end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] is not ('|' or '"'))
                {
                    end++;
                }

                stages[^1].Add(text[at..end]);
                at = end;
            }
        }

        return stages.TrueForAll(stage => stage.Count > 0) ? stages : throw new AddressTemplateException($"missing value for command in address template \"{text.Trim()}\"");
    }

    private static object Source(List<string> words, IReadOnlyList<InterfaceAddress> all)
    {
        var up = all.Where(item => item.IsUp).OrderByDescending(item => item.IsDefault)
            .ThenBy(item => item.Address.AddressFamily == AddressFamily.InterNetworkV6).ThenBy(item => item.PrefixLength).ToList();
        var privates = up.Where(item => AddressRange.IsPrivate(item.Address)).ToList();
        var publics = up.Where(item => AddressRange.IsPublic(item.Address)).ToList();
        return (words[0], words.Count) switch
        {
            ("GetPrivateIP", 1) => First(privates),
            ("GetPrivateIPs", 1) => Joined(privates),
            ("GetPublicIP", 1) => First(publics),
            ("GetPublicIPs", 1) => Joined(publics),
            ("GetInterfaceIP", 2) => First([.. up.Where(item => item.Name == words[1] && !item.Address.IsIPv6LinkLocal)]),
            ("GetInterfaceIPs", 2) => Joined([.. up.Where(item => item.Name == words[1])]),
            ("GetAllInterfaces", 1) => all.ToList(),
            ("GetDefaultInterfaces", 1) => up.Where(item => item.IsDefault).ToList(),
            ("GetPrivateInterfaces", 1) => privates,
            ("GetPublicInterfaces", 1) => publics,
            _ => throw new AddressTemplateException($"function \"{words[0]}\" with {words.Count - 1} argument(s) is not defined"),
        };
    }

    private static string First(List<InterfaceAddress> items) => items.Count == 0 ? "" : items[0].Address.ToString();

    private static string Joined(List<InterfaceAddress> items) => string.Join(' ', items.Select(item => item.Address));

    private static object Filter(List<string> words, object value)
    {
        if (value is not List<InterfaceAddress> items)
        {
            throw new AddressTemplateException($"\"{words[0]}\" works on interfaces, not on text");
        }

        return (words[0], words.Count) switch
        {
            ("include", 3) => items.Where(item => Matches(item, words[1], words[2])).ToList(),
            ("exclude", 3) => items.Where(item => !Matches(item, words[1], words[2])).ToList(),
            ("sort", 2) => Sorted(items, words[1]),
            ("limit", 2) => items.Take(Number(words[1])).ToList(),
            ("offset", 2) => items.Skip(Number(words[1])).ToList(),
            ("unique", 2) => items.DistinctBy(item => Attribute(item, words[1])).ToList(),
            ("attr", 2) => items.Count == 0 ? "" : Attribute(items[0], words[1]),
            ("join", 3) => string.Join(words[2], items.Select(item => Attribute(item, words[1]))),
            _ => throw new AddressTemplateException($"function \"{words[0]}\" with {words.Count - 1} argument(s) is not defined"),
        };
    }

    private static int Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new AddressTemplateException($"\"{text}\" is not a number");

    private static bool Matches(InterfaceAddress item, string kind, string wanted) => kind switch
    {
        "name" => System.Text.RegularExpressions.Regex.IsMatch(item.Name, wanted, System.Text.RegularExpressions.RegexOptions.NonBacktracking),
        "address" => wanted.Split('|').Any(address => item.Address.ToString() == address),
        "network" => wanted.Split('|').Any(network => IPNetwork.TryParse(network, out var parsed) ? parsed.Contains(item.Address) : throw new AddressTemplateException($"\"{network}\" is not a network")),
        "type" => wanted.Split('|').Any(type => type.ToLowerInvariant() switch
        {
            "ip" => true,
            "ipv4" => item.Address.AddressFamily == AddressFamily.InterNetwork,
            "ipv6" => item.Address.AddressFamily == AddressFamily.InterNetworkV6,
            _ => false,
        }),
        "flags" => wanted.Split('|').All(flag => flag.ToLowerInvariant() switch
        {
            "up" => item.IsUp,
            "loopback" => item.IsLoopback,
            "forwardable" => AddressRange.IsUnicast(item.Address) && !item.Address.IsIPv6LinkLocal,
            "global unicast" => AddressRange.IsUnicast(item.Address) && !item.Address.IsIPv6LinkLocal,
            _ => throw new AddressTemplateException($"the flag \"{flag}\" is not known"),
        }),
        "rfc" => wanted.Split('|').Any(rfc => rfc switch
        {
            "1918" or "6890" or "4193" => AddressRange.IsPrivate(item.Address) || item.IsLoopback,
            _ => throw new AddressTemplateException($"RFC {rfc} is not known; 1918, 4193 and 6890 are"),
        }),
        "size" => item.PrefixLength.ToString(CultureInfo.InvariantCulture) == wanted.TrimStart('/'),
        _ => throw new AddressTemplateException($"\"{kind}\" is no property to select by"),
    };

    private static string Attribute(InterfaceAddress item, string name) => name switch
    {
        "address" or "host" => item.Address.ToString(),
        "name" => item.Name,
        "size" => item.PrefixLength.ToString(CultureInfo.InvariantCulture),
        "network" => $"{item.Address}/{item.PrefixLength}",
        _ => throw new AddressTemplateException($"the attribute \"{name}\" is not known; address, name, network and size are"),
    };

    private static List<InterfaceAddress> Sorted(List<InterfaceAddress> items, string keys)
    {
        IOrderedEnumerable<InterfaceAddress> sorted = items.OrderBy(_ => 0);
        foreach (var key in keys.Split(','))
        {
            var name = key.TrimStart('+', '-');
            Func<InterfaceAddress, string> by = name switch
            {
                "default" => item => item.IsDefault ? "0" : "1",
                "type" => item => item.Address.AddressFamily == AddressFamily.InterNetwork ? "0" : "1",
                "private" => item => AddressRange.IsPrivate(item.Address) ? "0" : "1",
                "size" => item => item.PrefixLength.ToString("000", CultureInfo.InvariantCulture),
                "address" => item => Convert.ToHexString(item.Address.GetAddressBytes()),
                "name" => item => item.Name,
                _ => throw new AddressTemplateException($"\"{name}\" is no property to sort by"),
            };
            sorted = key.StartsWith('-') ? sorted.ThenByDescending(by, StringComparer.Ordinal) : sorted.ThenBy(by, StringComparer.Ordinal);
        }

        return [.. sorted];
    }
}
