namespace Nomad.Scheduling.Ranking;

/// <summary>
/// How well one ask fits on each node of a draft, as far as it was worked out: the groups of a large job mostly ask for the same. A node's is
/// forgotten when the plan changes what is used there. Belongs to one run of a scheduler.
/// </summary>
internal sealed class KnownFits
{
    private readonly double[] byRow;

    public KnownFits(int rows)
    {
        byRow = new double[rows];
        Array.Fill(byRow, double.NaN);
    }

    /// <summary>The fit on a row, negative infinity for no room, NaN when it is not known.</summary>
    public double this[int row]
    {
        get => byRow[row];
        set => byRow[row] = value;
    }

    public void Forget(int row) => byRow[row] = double.NaN;
}
