using System.Globalization;

namespace Nomad.Api;

/// <summary>What a read may say beside its path. Every member is optional.</summary>
public sealed record Query
{
    public static Query None { get; } = new();

    public string Region { get; init; } = "";

    public string Namespace { get; init; } = "";

    /// <summary>Wait until the answer's index is above this one (0 = answer at once).</summary>
    public ulong Index { get; init; }

    /// <summary>Longest wait; null for the agent's usual five minutes.</summary>
    public TimeSpan? Wait { get; init; }

    /// <summary>Any server may answer, even one that lags.</summary>
    public bool Stale { get; init; }

    public string Prefix { get; init; } = "";

    public string Filter { get; init; } = "";

    public int PerPage { get; init; }

    public string NextToken { get; init; } = "";

    public bool Reverse { get; init; }

    /// <summary>Further parameters of a route.</summary>
    public IReadOnlyDictionary<string, string> More { get; init; } = new Dictionary<string, string>();

    /// <summary>The same with one more parameter; left alone when <paramref name="value"/> is empty.</summary>
    public Query With(string key, string value) =>
        value.Length == 0 ? this : this with { More = new Dictionary<string, string>(More) { [key] = value } };

    public Query With(string key, bool value) => value ? With(key, "true") : this;

    internal string Text(NomadAddress address)
    {
        var pairs = new List<(string Key, string Value)>();
        void Add(string key, string value)
        {
            if (value.Length > 0)
                pairs.Add((key, value));
        }
        Add("region", Region.Length > 0 ? Region : address.Region);
        Add("namespace", Namespace.Length > 0 ? Namespace : address.Namespace);
        Add("index", Index > 0 ? Index.ToString(CultureInfo.InvariantCulture) : "");
        Add("wait", Wait is { } wait ? $"{(long)wait.TotalMilliseconds}ms" : "");
        Add("prefix", Prefix);
        Add("filter", Filter);
        Add("per_page", PerPage > 0 ? PerPage.ToString(CultureInfo.InvariantCulture) : "");
        Add("next_token", NextToken);
        Add("reverse", Reverse ? "true" : "");
        foreach (var (key, value) in More)
            Add(key, value);
        var text = string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));
        return (Stale ? (text.Length > 0 ? text + "&stale" : "stale") : text) is { Length: > 0 } found ? "?" + found : "";
    }
}
