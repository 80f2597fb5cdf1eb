namespace Nomad.Jobspec.Decoding;

/// <summary>What somebody probably meant.</summary>
internal static class NearestName
{
    private const int MaxDistance = 2;

    public static string Hint(string written, IEnumerable<string> known)
    {
        var nearest = known.Select(name => (name, Distance: Distance(written, name))).Where(pair => pair.Distance <= MaxDistance)
            .OrderBy(pair => pair.Distance).ThenBy(pair => pair.name, StringComparer.Ordinal).FirstOrDefault();
        return nearest.name is null ? "" : $" Did you mean \"{nearest.name}\"?";
    }

    private static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > MaxDistance)
            return MaxDistance + 1;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (left[i - 1] == right[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
