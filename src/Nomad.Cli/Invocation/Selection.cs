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

    /// <summary>
    /// The one of those <paramref name="found"/> by prefix that has this name: the only one, or the only one named exactly so (two
    /// namespaces may have the name). <paramref name="plural"/> is the word for messages.
    /// </summary>
    public static T Named<T>(CommandCall call, string typed, IReadOnlyList<T> found, Func<T, string> name,
        (string Plural, string NotFound) words, Func<IReadOnlyList<T>, string> table)
    {
        if (found.Count == 0)
            throw new CommandFailure(words.NotFound);
        var exact = found.Where(candidate => name(candidate) == typed).ToArray();
        if (found.Count == 1 || exact.Length == 1)
            return found.Count == 1 ? found[0] : exact[0];
        call.Terminal.Error.WriteLine($"Prefix matched multiple {words.Plural}\n\n" + table(found));
        throw new CommandFailure("");
    }
}
