using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>The values that all rows have for one attribute, numbered. Immutable.</summary>
internal sealed class RowValues
{
    public const int Missing = -1;

    private RowValues(NodeRows rows, string attribute)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        Of = new int[rows.Count];
        for (var row = 0; row < Of.Length; row++)
        {
            Of[row] = Missing;
            if (rows.Nodes[row] is not { } node || NodeTargets.Resolve(attribute, node) is not { } value)
                continue;
            if (!numbers.TryGetValue(value, out var number))
            {
                numbers[value] = number = names.Count;
                names.Add(value);
            }
            Of[row] = number;
        }
        Names = [.. names];
    }

    /// <summary>Number of a row's value, <see cref="Missing"/> for none.</summary>
    public int[] Of { get; }

    public string[] Names { get; }

    public static RowValues For(NodeRows rows, string attribute) => rows.Answers.Of("values\0" + attribute, () => new RowValues(rows, attribute));
}
