namespace Nomad.Scheduling.Feasibility;

/// <summary>Matches names of datacenters and the like against patterns in which <c>*</c> stands for any text.</summary>
public static class DatacenterGlobs
{
    public static bool Match(IReadOnlyList<string> patterns, string datacenter)
    {
        foreach (var pattern in patterns)
            if (Match(pattern, datacenter))
                return true;
        return false;
    }

    public static bool Match(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text)
    {
        int at = 0, next = 0, star = -1, retry = 0;
        while (next < text.Length)
        {
            if (at < pattern.Length && pattern[at] == '*')
            {
                star = at++;
                retry = next;
            }
            else if (at < pattern.Length && pattern[at] == text[next])
            {
                at++;
                next++;
            }
            else if (star >= 0)
            {
                at = star + 1;
                next = ++retry;
            }
            else
            {
                return false;
            }
        }
        while (at < pattern.Length && pattern[at] == '*')
            at++;
        return at == pattern.Length;
    }
}
