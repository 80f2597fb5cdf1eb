namespace Nomad.Agent.Metrics;

/// <summary>The configuration's choice of metrics: <c>+prefix</c> lets pass, <c>-prefix</c> keeps back, the longest prefix that fits decides.</summary>
internal sealed class PrefixFilter(IReadOnlyList<string> rules, bool otherwise)
{
    private readonly IReadOnlyList<(bool Pass, string Prefix)> longestFirst =
        [.. rules.Where(rule => rule.Length > 1).Select(rule => (rule[0] == '+', rule[1..])).OrderByDescending(rule => rule.Item2.Length)];

    public bool Lets(string name)
    {
        foreach (var (pass, prefix) in longestFirst)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal))
                return pass;
        }
        return otherwise;
    }
}
