using System.Text.RegularExpressions;
using Nomad.Hcl;

namespace Nomad.Jobspec.Variables;

/// <summary>An order of locals in which each comes after those that its text names, so that one evaluation of each is enough.</summary>
internal static partial class LocalOrder
{
    public static List<HclAttribute> Of(IReadOnlyList<HclAttribute> locals, string source)
    {
        var byName = new Dictionary<string, HclAttribute>(StringComparer.Ordinal);
        foreach (var local in locals)
            byName.TryAdd(local.Name, local);
        var ordered = new List<HclAttribute>(locals.Count);
        var entered = new HashSet<HclAttribute>(ReferenceEqualityComparer.Instance);
        var stack = new Stack<(HclAttribute Local, IEnumerator<string> Needs)>();
        foreach (var start in locals)
        {
            Enter(start);
            while (stack.TryPeek(out var top))
            {
                if (!top.Needs.MoveNext())
                    ordered.Add(stack.Pop().Local);
                else if (byName.TryGetValue(top.Needs.Current, out var needed))
                    Enter(needed);
            }
        }

        return ordered;

        void Enter(HclAttribute local)
        {
            if (entered.Add(local))
                stack.Push((local, Needs(local, source).GetEnumerator()));
        }
    }

    /// <summary>The names of locals in the text of a local.</summary>
    public static IEnumerable<string> Needs(HclAttribute local, string source)
    {
        var (start, end) = (local.Value.Range.Start.Offset, local.Value.Range.End.Offset);
        return start < 0 || end > source.Length || start >= end ? [] : Name().Matches(source[start..end]).Select(match => match.Groups[1].Value);
    }

    /// <summary>Whether the names in a local's text lead back to it.</summary>
    public static bool NeedsItself(HclAttribute local, IReadOnlyList<HclAttribute> among, string source)
    {
        var byName = among.ToLookup(other => other.Name, StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Needs(local, source));
        while (open.TryPop(out var name))
        {
            if (name == local.Name)
                return true;
            if (!seen.Add(name))
                continue;
            foreach (var next in byName[name].SelectMany(other => Needs(other, source)))
                open.Push(next);
        }
        return false;
    }

    [GeneratedRegex("""\blocal\s*(?:\.|\[\s*\\?")\s*([\w-]+)""")]
    private static partial Regex Name();
}
