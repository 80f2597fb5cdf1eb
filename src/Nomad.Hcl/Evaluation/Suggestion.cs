namespace Nomad.Hcl.Evaluation;

/// <summary>Finds the name that was probably meant.</summary>
internal static class Suggestion
{
    private const int MaxDistance = 2;
    private const int MaxLength = 100;

    /// <summary><c> Did you mean "x"?</c> with a leading blank, or nothing.</summary>
    public static string For(string given, IEnumerable<string> names)
    {
        if (given.Length > MaxLength)
        {
            return "";
        }

        var best = names.Where(name => name.Length <= MaxLength)
            .Select(name => (Name: name, Distance: Distance(given, name)))
            .Where(candidate => candidate.Distance <= MaxDistance && candidate.Distance < candidate.Name.Length)
            .OrderBy(candidate => candidate.Distance)
            .ThenBy(candidate => candidate.Name, StringComparer.Ordinal)
            .FirstOrDefault();
        return best.Name is null ? "" : $" Did you mean \"{best.Name}\"?";
    }

    private static int Distance(string left, string right)
    {
        var previous = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var row = 1; row <= left.Length; row++)
        {
            var current = new int[right.Length + 1];
            current[0] = row;
            for (var column = 1; column <= right.Length; column++)
            {
                var substitution = previous[column - 1] + (left[row - 1] == right[column - 1] ? 0 : 1);
                current[column] = Math.Min(substitution, Math.Min(previous[column], current[column - 1]) + 1);
            }

            previous = current;
        }

        return previous[^1];
    }
}
