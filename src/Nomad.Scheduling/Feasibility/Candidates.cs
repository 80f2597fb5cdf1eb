using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Feasibility;

/// <summary>The nodes a job may use at all: ready, in its datacenters and pool. Immutable.</summary>
internal sealed class Candidates
{
    public const string AllPool = "all";

    private readonly bool[] classMatches;

    private Candidates(NodeRows rows, Job job, string question)
    {
        Question = question;
        Pool = job.NodePool.Length > 0 ? job.NodePool : "default";
        classMatches = new bool[rows.ClassNames.Count];
        var classInPool = new bool[rows.ClassNames.Count];
        var known = new bool[rows.ClassNames.Count];
        var perClass = new int[rows.ClassNames.Count];
        var list = new List<int>(rows.Count);
        // Datacenter and pool are part of the computed class, so one node of each class is asked.
        for (var row = 0; row < rows.Count; row++)
        {
            if (!rows.Ready[row])
                continue;
            var node = rows.Nodes[row]!;
            var number = rows.Class[row];
            if (!known[number])
            {
                known[number] = true;
                classInPool[number] = Pool == AllPool || PoolOf(node) == Pool;
                classMatches[number] = classInPool[number] && DatacenterGlobs.Match(job.Datacenters.OrEmpty(), node.Datacenter);
                if (classMatches[number])
                    Available.TryAdd(node.Datacenter, 0);
            }
            if (classInPool[number])
                InPool++;
            if (!classMatches[number])
                continue;
            perClass[number]++;
            if (perClass[number] == 1)
                FirstOfClass[number] = row;
            list.Add(row);
        }
        foreach (var (number, row) in FirstOfClass)
            Available[rows.Nodes[row]!.Datacenter] += perClass[number];
        // A datacenter that was named and has no node at all is worth telling.
        foreach (var named in job.Datacenters.OrEmpty().Where(name => !name.Contains('*', StringComparison.Ordinal)))
            Available.TryAdd(named, 0);
        Rows = [.. list];
    }

    /// <summary>All that this depends on besides the nodes.</summary>
    public string Question { get; }

    public string Pool { get; }

    public int[] Rows { get; }

    public int InPool { get; private set; }

    /// <summary>Usable nodes by datacenter.</summary>
    public Dictionary<string, int> Available { get; } = new(StringComparer.Ordinal);

    /// <summary>One usable node of each class.</summary>
    public Dictionary<int, int> FirstOfClass { get; } = [];

    public static Candidates Of(NodeRows rows, Job job)
    {
        var question = $"candidates\0{job.NodePool}\0{string.Join('\0', job.Datacenters.OrEmpty())}\0";
        return rows.Answers.Of(question, () => new Candidates(rows, job, question));
    }

    /// <summary>Whether a job may use a node by its datacenter and pool, ready or not.</summary>
    public static bool IsWithin(Job job, Node node) =>
        IsInPool(job, node) && DatacenterGlobs.Match(job.Datacenters.OrEmpty(), node.Datacenter);

    public static bool IsInPool(Job job, Node node) =>
        job.NodePool is AllPool || PoolOf(node) == (job.NodePool.Length > 0 ? job.NodePool : "default");

    private static string PoolOf(Node node) => node.NodePool.Length > 0 ? node.NodePool : "default";
}
