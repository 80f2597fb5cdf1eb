using System.Globalization;
using Microsoft.AspNetCore.Http;
using Nomad.Model;

namespace Nomad.Agent.Http.Queries;

/// <summary>The query parameters that every read understands (spec http-api §1.2 to §1.5), checked.</summary>
public sealed record QueryOptions
{
    /// <summary>A wait is never longer than this, whatever the caller asks.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(10);

    public static readonly TimeSpan UsualWait = TimeSpan.FromMinutes(5);

    public required string Region { get; init; }

    public required string Namespace { get; init; }

    /// <summary>0 = answer at once; else wait until the answer's index is above it.</summary>
    public ulong Index { get; init; }

    public TimeSpan Wait { get; init; }

    /// <summary>Any server may answer from what it has.</summary>
    public bool Stale { get; init; }

    /// <summary>The leader asks a majority whether it still leads before it answers.</summary>
    public bool Consistent { get; init; }

    public string Prefix { get; init; } = "";

    public string Filter { get; init; } = "";

    /// <summary>0 = no limit.</summary>
    public int PerPage { get; init; }

    public string NextToken { get; init; } = "";

    public bool Reverse { get; init; }

    public bool Pretty { get; init; }

    /// <summary>All namespaces the caller can read.</summary>
    public bool AllNamespaces => Namespace == "*";

    /// <summary>Reads the options; throws <see cref="HttpFailure"/> 400 naming the first bad one.</summary>
    public static QueryOptions Read(IQueryCollection query, string agentRegion, bool ofStream = false)
    {
        string Text(string key) => query.TryGetValue(key, out var value) ? value.ToString() : "";
        return new QueryOptions
        {
            Region = Text("region") is { Length: > 0 } region ? region : agentRegion,
            Namespace = Text("namespace") is { Length: > 0 } space ? space : "default",
            Index = ReadIndex(Text("index"), ofStream),
            Wait = ReadWait(Text("wait")),
            Stale = query.ContainsKey("stale") && ReadStale(Text("stale")),
            Consistent = query.ContainsKey("consistent"),
            Prefix = Text("prefix"),
            Filter = Text("filter"),
            PerPage = ReadPerPage(Text("per_page")),
            NextToken = Text("next_token"),
            Reverse = Text("reverse") == "true",
            Pretty = query.ContainsKey("pretty") && Text("pretty") != "0",
        };
    }

    private static ulong ReadIndex(string text, bool ofStream) =>
        text.Length == 0 ? 0
        : ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index
        : throw HttpFailure.BadRequest(ofStream ? $"Unable to parse index: strconv.Atoi: parsing \"{text}\": invalid syntax" : "Invalid index");

    private static TimeSpan ReadWait(string text)
    {
        if (text.Length == 0)
            return UsualWait;
        if (!Duration.TryParse(text, out var wait))
            throw HttpFailure.BadRequest("Invalid wait time");
        var time = wait.ToTimeSpan();
        return time <= TimeSpan.Zero ? UsualWait : time > LongestWait ? LongestWait : time;
    }

    private static bool ReadStale(string text) => text.Length == 0 || BooleanQuery.TryParse(text, out var stale) && stale
        || (BooleanQuery.TryParse(text, out _) ? false
            : throw HttpFailure.BadRequest("Expect `true` or `false` for `stale` query string parameter"));

    private static int ReadPerPage(string text) =>
        text.Length == 0 ? 0
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count) && count >= 0 ? count
        : throw HttpFailure.BadRequest("Expect a number for `per_page` query string parameter");
}
