using System.Collections.Concurrent;

namespace Nomad.Scheduling.Nodes;

/// <summary>
/// What schedulers worked out about all rows of one <see cref="NodeRows"/>: which a job may use, which a group can run on, how they lie. Holds as
/// long as no node changes, since rows are copied then. Safe for any number of threads; two may work out the same at once.
/// </summary>
internal sealed class RowAnswers
{
    /// <summary>Answers kept at once, tens of kilobytes each; beyond it all are forgotten.</summary>
    private const int Most = 128;

    private readonly ConcurrentDictionary<string, object> known = new(StringComparer.Ordinal);

    /// <summary>The answer to a question that names everything the answer depends on besides the rows.</summary>
    public T Of<T>(string question, Func<T> work) where T : class
    {
        if (known.TryGetValue(question, out var found))
            return (T)found;
        var answer = work();
        if (known.Count >= Most)
            known.Clear();
        known[question] = answer;
        return answer;
    }
}
