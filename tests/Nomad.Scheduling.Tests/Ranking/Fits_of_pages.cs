using Nomad.Scheduling.Nodes;
using Nomad.Scheduling.Ranking;

namespace Nomad.Scheduling.Tests.Ranking;

public sealed class Fits_of_pages
{
    private const int Nodes = 600;
    private const int Steps = 60;
    private const double Tolerance = 1e-12;

    private static readonly FitAsk[] Asks = [.. Enumerable.Range(0, 12).Select(number => new FitAsk(100 * number, 200 * (number % 4), 10, number % 2 == 0))];

    /// <summary>What is kept with a page is of the page and of the nodes as they are, however they changed and whoever asked before.</summary>
    [Fact]
    public void Fits_are_those_of_the_table_that_is_asked() => Seeds.Each(20, seed =>
    {
        var random = new Random(seed);
        var columns = new NodeColumns();
        for (var number = 0; number < Nodes; number++)
            columns.Put(A.Node(number));
        var held = new List<Allocation>();
        var tables = new List<(NodeTable Table, double[] First)>();
        for (var step = 0; step < Steps; step++)
        {
            Change(columns, held, random);
            var table = columns.Capture();
            var ask = Asks[random.Next(Asks.Length)];
            AssertFits(table, ask);
            tables.Add((table, table.FitsOfPage(0, Asks[1])));
            var (earlier, first) = tables[random.Next(tables.Count)];
            AssertFits(earlier, ask);
            Assert.Equal(first, earlier.FitsOfPage(0, Asks[1]));
        }
    });

    [Fact]
    public void What_was_worked_out_is_found_again_until_the_page_changes()
    {
        var columns = new NodeColumns();
        for (var number = 0; number < Nodes; number++)
            columns.Put(A.Node(number));
        var before = columns.Capture();
        var (first, second) = (before.FitsOfPage(0, Asks[1]), before.FitsOfPage(1, Asks[1]));
        columns.Change(null, On(300, 1));
        var after = columns.Capture();
        Assert.Same(first, after.FitsOfPage(0, Asks[1]));
        Assert.NotSame(second, after.FitsOfPage(1, Asks[1]));
        columns.Put(A.Node(599, cpu: 9000));
        Assert.NotSame(first, columns.Capture().FitsOfPage(0, Asks[1]));
    }

    /// <summary>Usual asks, all multiples of something, do not push each other out.</summary>
    [Fact]
    public void Round_numbers_have_places_of_their_own()
    {
        FitAsk[] asks = [.. Enumerable.Range(0, 15).Select(number => new FitAsk(100 + number % 5 * 50, 256 + number % 3 * 256, 300, false))];
        Assert.InRange(asks.Select(ask => ask.PlaceOf(256)).Distinct().Count(), 13, 15);
        Assert.InRange(asks.Select(ask => ask.PlaceOf(32)).Distinct().Count(), 10, 15);
        var before = new AskedBefore();
        Assert.Equal(0, asks.Count(before.Note));
        Assert.True(asks.Count(before.Note) >= 13);
    }

    private static void Change(NodeColumns columns, List<Allocation> held, Random random)
    {
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            switch (random.Next(4))
            {
                case 0 when held.Count > 0:
                    var at = random.Next(held.Count);
                    columns.Change(held[at], null);
                    held.RemoveAt(at);
                    break;
                case 1:
                    columns.Put(A.Node(random.Next(Nodes), cpu: random.Next(0, 5) * 1000, memory: random.Next(0, 5) * 1024));
                    break;
                default:
                    held.Add(On(random.Next(Nodes), random.Next()));
                    columns.Change(null, held[^1]);
                    break;
            }
        }
    }

    private static void AssertFits(NodeTable table, FitAsk ask)
    {
        var (cpu, memory, disk, count) = (new int[table.Count], new int[table.Count], new int[table.Count], new int[table.Count]);
        table.CopyUse(cpu, memory, disk, count);
        for (var row = 0; row < table.Count; row++)
        {
            var rows = table.Rows;
            var hasRoom = cpu[row] + ask.Cpu <= rows.Cpu[row] && memory[row] + ask.Memory <= rows.Memory[row] && disk[row] + ask.Disk <= rows.Disk[row] && count[row] < rows.MaxAllocs[row];
            var fit = table.FitsOfPage(row / UsePage.Size, ask)[row % UsePage.Size];
            if (!hasRoom)
                Assert.Equal(double.NegativeInfinity, fit);
            else
                Assert.Equal(Fit(Free(cpu[row] + ask.Cpu, rows.Cpu[row]), Free(memory[row] + ask.Memory, rows.Memory[row]), ask.SpreadOut), fit, Tolerance);
        }
    }

    private static double Free(long used, int all) => all > 0 ? 1 - (double)used / all : 0;

    private static double Fit(double cpu, double memory, bool spreadOut)
    {
        var sum = Math.Pow(10, cpu) + Math.Pow(10, memory);
        return Math.Clamp(spreadOut ? sum - 2 : 20 - sum, 0, 18) / 18;
    }

    private static Allocation On(int node, int number) => new()
    {
        ID = $"{node}-{number}", NodeID = A.Node(node).ID, DesiredStatus = AllocDesiredStatus.Run, ClientStatus = AllocClientStatus.Running,
        AllocatedResources = new()
        {
            Tasks = new Dictionary<string, AllocatedTaskResources> { ["t"] = new() { Cpu = new() { CpuShares = number % 700 }, Memory = new() { MemoryMB = number % 900 } } },
            Shared = new() { DiskMB = number % 500 },
        },
    };
}
