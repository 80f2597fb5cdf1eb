using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Recordings;

/// <summary>Which loopback address of this run stands for which of the recording.</summary>
internal sealed partial class Places(IReadOnlyDictionary<string, string> live)
{
    /// <summary>The address of every agent by itself; a service beside an agent stays where it is.</summary>
    private const string Alone = "127.0.0.1";

    /// <summary>The address of an agent by itself that has a configuration file.</summary>
    private const string AloneWithFile = "127.0.0.19";

    private readonly Dictionary<string, string> recorded = live.ToDictionary(pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);

    /// <summary>One agent by itself.</summary>
    public Places(string bind)
        : this(new Dictionary<string, string> { [Alone] = bind, [AloneWithFile] = DevAgent.NewBind() })
    {
    }

    /// <summary>What is asked when no address is given.</summary>
    public string First => live.First().Value;

    public string ToLive(string text) => Address().Replace(text, match =>
        match.Value == Alone && !text.AsSpan(match.Index + match.Length).StartsWith(":") ? match.Value : live.GetValueOrDefault(match.Value, match.Value));

    public string ToRecorded(string text) => Address().Replace(text, match => recorded.GetValueOrDefault(match.Value, match.Value));

    [GeneratedRegex(@"\b127\.0\.0\.\d+\b")]
    private static partial Regex Address();
}
