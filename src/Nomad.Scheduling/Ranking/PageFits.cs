using System.Runtime.Intrinsics;
using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Ranking;

/// <summary>
/// How well one ask fits on each row of a page. It is kept with the page for evaluations to come, which are often of like jobs: when what is used there changes
/// there is another page, and when a node changes there are other rows. Immutable, as a page is that schedulers see.
/// </summary>
internal sealed class PageFits
{
    /// <summary>Asks go to one of so many sets of places by their hash.</summary>
    private const int Sets = 8;

    /// <summary>Asks of one set that are kept, the newest first; 2 KB for each and page.</summary>
    private const int Ways = 4;

    private readonly long rows;
    private readonly FitAsk ask;
    private readonly double[] byRow;

    private PageFits(NodeRows rows, FitAsk ask, double[] byRow) => (this.rows, this.ask, this.byRow) = (rows.Number, ask, byRow);

    /// <summary>The fits of the page's rows, negative infinity where there is no room. Safe for any number of threads; two may work out the same at once.</summary>
    public static double[] Of(UsePage page, int number, NodeRows rows, FitAsk ask)
    {
        var kept = page.Fits ??= new PageFits?[Sets * Ways];
        var places = kept.AsSpan(ask.PlaceOf(Sets) * Ways, Ways);
        foreach (ref var place in places)
        {
            if (Volatile.Read(ref place) is { } known && known.rows == rows.Number && known.ask == ask)
                return known.byRow;
        }
        var first = number * UsePage.Size;
        var byRow = new double[Math.Min(UsePage.Size, rows.Count - first)];
        Fill(byRow, page, first, rows, ask);
        // Another thread may do the same at once: then one of the two is worked out again some time.
        for (var way = Ways - 1; way > 0; way--)
            Volatile.Write(ref places[way], Volatile.Read(ref places[way - 1]));
        Volatile.Write(ref places[0], new PageFits(rows, ask, byRow));
        return byRow;
    }

    // In two passes, each of which has all it needs in registers.
    private static void Fill(double[] byRow, UsePage page, int first, NodeRows rows, FitAsk ask)
    {
        Span<Vector128<double>> free = stackalloc Vector128<double>[byRow.Length];
        var cpuRoom = rows.Cpu.AsSpan(first, byRow.Length);
        var memoryRoom = rows.Memory.AsSpan(first, byRow.Length);
        var diskRoom = rows.Disk.AsSpan(first, byRow.Length);
        var mostAllocs = rows.MaxAllocs.AsSpan(first, byRow.Length);
        for (var i = 0; i < byRow.Length; i++)
        {
            var (cpu, memory) = (page.Cpu[i] + ask.Cpu, page.Memory[i] + ask.Memory);
            byRow[i] = double.NegativeInfinity;
            if (cpu > cpuRoom[i] || memory > memoryRoom[i] || page.Disk[i] + ask.Disk > diskRoom[i] || page.Count[i] >= mostAllocs[i])
                continue;
            free[i] = BestFit.Free(cpu, cpuRoom[i], memory, memoryRoom[i]);
            byRow[i] = 0;
        }
        BestFit.Fill(byRow, free, ask.SpreadOut);
    }
}
