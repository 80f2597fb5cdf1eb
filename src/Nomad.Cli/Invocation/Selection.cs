using Nomad.Cli.Output;

namespace Nomad.Cli.Invocation;

/// <summary>Turns the prefix of an id that a person typed into one object (spec cli §1.5).</summary>
public static class Selection
{
    /// <summary>
    /// The one object whose id starts with what was typed. <paramref name="what"/> is the word for messages ("allocation(s)");
    /// <paramref name="list"/> finds candidates by prefix; <paramref name="show"/> prints them when there are several.
    /// </summary>
    public static async Task<T> OneAsync<T>(string typed, SelectionWords what, Func<string, Task<IReadOnlyList<T>>> list,
        Func<T, string> id, Action<IReadOnlyList<T>> show)
    {
        if (typed.Length == 1)
            throw new CommandFailure($"{what.Capital} must contain at least two characters.");
        var prefix = IdText.Prefix(typed) ?? typed;
        IReadOnlyList<T> found;
        try
        {
            found = await list(prefix);
        }
        catch (Exception problem) when (problem is Api.NomadApiException or Api.NomadConnectionException)
        {
            throw new CommandFailure($"{what.Trouble}: {problem.Message}");
        }
        if (found.Count == 0)
            throw new CommandFailure(what.NotFound(typed, prefix));
        if (found.Count == 1)
            return found[0];
        if (found.FirstOrDefault(candidate => id(candidate) == typed) is { } exact)
            return exact;
        show(found);
        throw new CommandFailure("", what.AmbiguousExitCode);
    }
}
