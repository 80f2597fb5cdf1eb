using System.Runtime.Intrinsics;
using Nomad.Model.Explanations;
using Nomad.Scheduling.Feasibility;
using Nomad.Scheduling.Nodes;
using Nomad.Scheduling.Planning;

namespace Nomad.Scheduling.Ranking;

/// <summary>How well one allocation of a group would do on a node, apart from spreads: fit, anti-affinity, affinity, penalty, devices.</summary>
internal sealed class NodeScores
{
    /// <summary>Rows of a block that are worked out one by one rather than all together.</summary>
    private const int FewUnknown = 4;

    /// <summary>Where a group may run on fewer nodes than one of so many, most of what is worked out for whole pages would be of no use.</summary>
    private const int LeastShare = 8;

    /// <summary>Of most groups: one array for all that is kept of them.</summary>
    private static readonly string[] UsualNames = ["binpack", "job-anti-affinity", "node-affinity", "node-reschedule-penalty"];

    private readonly ClusterDraft draft;
    private readonly GroupAsk ask;
    private readonly bool spreadOut;
    private readonly KnownFits? fits;
    private readonly FitAsk? pageAsk;
    private readonly double[]? affinity;
    private readonly RequestedDevice[] devices;
    private readonly double deviceWeights;
    private readonly Neighbours? near;
    private readonly HashSet<int> penalised = [];

    // All rows of a group have the same, in the order of their letters.
    private string[]? names;

    /// <param name="near">Null when the group has no rules about others.</param>
    public NodeScores(GroupFeasibility feasibility, GroupAsk ask, ClusterDraft draft, string algorithm, Neighbours? near)
    {
        this.near = near is { HasWishes: true } ? near : null;
        this.draft = draft;
        this.ask = ask;
        spreadOut = algorithm == SchedulerAlgorithms.Spread;
        if (ask.Cores == 0)
        {
            var fitAsk = new FitAsk(ask.Used.CpuShares, ask.Used.MemoryMB, ask.Used.DiskMB, spreadOut);
            fits = draft.Fits.Of(fitAsk);
            pageAsk = fits is null && feasibility.Rows.Length >= draft.Count / LeastShare && draft.Rows.Asked.Note(fitAsk) ? fitAsk : null;
        }
        affinity = Affinities(feasibility);
        devices = [.. feasibility.Group.Tasks.OrEmpty().SelectMany(task => (task.Resources?.Devices).OrEmpty())];
        deviceWeights = devices.SelectMany(request => request.Affinities.OrEmpty()).Sum(own => Math.Abs((double)own.Weight));
        Kinds = 3 + (affinity is null ? 0 : 1) + (deviceWeights == 0 ? 0 : 1) + (this.near is null ? 0 : 1);
    }

    /// <summary>Most scores a node can have: the fit, and what else there is to the group.</summary>
    public int Kinds { get; }

    /// <summary>
    /// <see cref="Sum"/> of many rows that have none of the group's allocations and no penalty, in one pass; kinds are one less than the number of
    /// scores. Row -1 has no room.
    /// </summary>
    public void Fill(ReadOnlySpan<int> rowAt, Span<double> sums, Span<byte> kinds)
    {
        kinds.Clear();
        if (fits is null ? !Look(rowAt, sums) : !Recall(fits, rowAt, sums))
            FillFits(rowAt, sums);
        if (affinity is null && deviceWeights == 0 && near is null)
            return;
        for (var i = 0; i < rowAt.Length; i++)
            if (!double.IsNegativeInfinity(sums[i]))
            {
                sums[i] = Sum(rowAt[i], 0, out var count);
                kinds[i] = (byte)(count - 1);
            }
    }

    /// <summary>The fits as another group of the same ask left them, with the few that changed since; false when there is too much to work out.</summary>
    private bool Recall(KnownFits known, ReadOnlySpan<int> rowAt, Span<double> sums)
    {
        var unknown = 0;
        for (var i = 0; i < rowAt.Length; i++)
        {
            var row = rowAt[i];
            sums[i] = row < 0 ? double.NegativeInfinity : known[row];
            if (!double.IsNaN(sums[i]))
                continue;
            if (++unknown > FewUnknown)
                return false;
            sums[i] = known[row] = IsExhausted(row) ? double.NegativeInfinity : Fit(row);
        }
        return true;
    }

    /// <summary>The fits as the table has them, page by page; false when the draft or the group is another matter.</summary>
    private bool Look(ReadOnlySpan<int> rowAt, Span<double> sums)
    {
        if (!draft.IsUntouched || pageAsk is not { } asked)
            return false;
        var (number, page) = (-1, Array.Empty<double>());
        for (var i = 0; i < rowAt.Length; i++)
        {
            var row = rowAt[i];
            if (row >= 0 && row / UsePage.Size != number)
                (number, page) = (row / UsePage.Size, draft.FitsOfPage(row / UsePage.Size, asked));
            sums[i] = row < 0 ? double.NegativeInfinity : page[row % UsePage.Size];
        }
        return true;
    }

    // In two passes, each of which has all it needs in registers.
    private void FillFits(ReadOnlySpan<int> rowAt, Span<double> sums)
    {
        Span<Vector128<double>> free = stackalloc Vector128<double>[rowAt.Length];
        var rows = draft.Rows;
        var (cpuRoom, memoryRoom, diskRoom, mostAllocs) = (rows.Cpu, rows.Memory, rows.Disk, rows.MaxAllocs);
        var (cpuUsed, memoryUsed, diskUsed, allocCount) = (draft.CpuUsed, draft.MemoryUsed, draft.DiskUsed, draft.AllocCount);
        var (cpuAsked, memoryAsked, diskAsked, wholeCores) = (ask.Used.CpuShares, ask.Used.MemoryMB, ask.Used.DiskMB, ask.Cores > 0);
        for (var i = 0; i < rowAt.Length; i++)
        {
            var row = rowAt[i];
            sums[i] = double.NegativeInfinity;
            if (row < 0)
                continue;
            var cpu = cpuUsed[row] + (wholeCores ? CpuAsked(row) : cpuAsked);
            var memory = memoryUsed[row] + memoryAsked;
            if (cpu > cpuRoom[row] || memory > memoryRoom[row] || diskUsed[row] + diskAsked > diskRoom[row] || allocCount[row] >= mostAllocs[row])
                continue;
            free[i] = BestFit.Free(cpu, cpuRoom[row], memory, memoryRoom[row]);
            sums[i] = 0;
        }
        BestFit.Fill(sums, free, spreadOut);
        if (fits is null)
            return;
        for (var i = 0; i < rowAt.Length; i++)
        {
            if (rowAt[i] >= 0)
                fits[rowAt[i]] = sums[i];
        }
    }

    /// <summary>Sum of the scores that count and their number; negative infinity when the node has no room.</summary>
    public double Sum(int row, int collisions, out int count)
    {
        count = 1;
        if (IsExhausted(row))
            return double.NegativeInfinity;
        var sum = Fit(row);
        if (collisions > 0)
        {
            sum += AntiAffinity(collisions);
            count++;
        }
        if (affinity is not null && affinity[row] != 0)
        {
            sum += affinity[row];
            count++;
        }
        if (deviceWeights > 0)
        {
            sum += Devices(row);
            count++;
        }
        if (near is not null && near.Score(row) is var wish and not 0)
        {
            sum += wish;
            count++;
        }
        if (penalised.Count > 0 && penalised.Contains(row))
        {
            sum -= 1;
            count++;
        }
        return sum;
    }

    /// <summary>The first resource of which the node has too little; null when all suffice.</summary>
    public string? Exhausted(int row)
    {
        var rows = draft.Rows;
        if (draft.CpuUsed[row] + CpuAsked(row) > rows.Cpu[row])
            return "cpu";
        if (draft.MemoryUsed[row] + ask.Used.MemoryMB > rows.Memory[row])
            return "memory";
        if (draft.DiskUsed[row] + ask.Used.DiskMB > rows.Disk[row])
            return "disk";
        return draft.AllocCount[row] >= rows.MaxAllocs[row] ? "max allocation exceeded" : null;
    }

    /// <summary>The first quantity of which the node has too little, with what is asked and free of it; null when all suffice.</summary>
    public (string Check, long Asked, long Free, string Unit)? Shortage(int row)
    {
        var rows = draft.Rows;
        foreach (var part in (ReadOnlySpan<(string, long Asked, long Free, string)>)
        [
            (NodeChecks.Cpu, CpuAsked(row), rows.Cpu[row] - draft.CpuUsed[row], "MHz"),
            (NodeChecks.Memory, ask.Used.MemoryMB, rows.Memory[row] - draft.MemoryUsed[row], "MB"),
            (NodeChecks.Disk, ask.Used.DiskMB, rows.Disk[row] - draft.DiskUsed[row], "MB"),
            (NodeChecks.Allocations, 1, rows.MaxAllocs[row] - draft.AllocCount[row], "of the most allocations a node takes"),
        ])
            if (part.Asked > part.Free)
                return part;
        return null;
    }

    private bool IsExhausted(int row)
    {
        var rows = draft.Rows;
        return draft.CpuUsed[row] + CpuAsked(row) > rows.Cpu[row] || draft.MemoryUsed[row] + ask.Used.MemoryMB > rows.Memory[row]
            || draft.DiskUsed[row] + ask.Used.DiskMB > rows.Disk[row] || draft.AllocCount[row] >= rows.MaxAllocs[row];
    }

    public void Penalise(int row, bool on)
    {
        if (on)
            penalised.Add(row);
        else
            penalised.Remove(row);
    }

    /// <summary>What the scores of a row are called, in the order of the letters.</summary>
    public string[] Names(bool hasSpread) => names ??= !hasSpread && deviceWeights <= 0 && near is null ? UsualNames :
    [
        .. hasSpread ? (string[])["allocation-spread"] : [], "binpack", .. deviceWeights > 0 ? (string[])["devices"] : [], "job-anti-affinity",
        .. near is null ? [] : (string[])["near"], "node-affinity", "node-reschedule-penalty",
    ];

    /// <summary>The scores of a row, in the order of their names.</summary>
    /// <param name="spread">What spreads say about the row; null when the group has none.</param>
    public void Explain(int row, int collisions, double? spread, Span<double> values)
    {
        var names = Names(spread is not null);
        for (var i = 0; i < names.Length; i++)
        {
            values[i] = names[i] switch
            {
                "allocation-spread" => spread!.Value,
                "binpack" => Fit(row),
                "devices" => Devices(row),
                "job-anti-affinity" => collisions > 0 ? AntiAffinity(collisions) : 0,
                "near" => near!.Score(row),
                "node-affinity" => affinity?[row] ?? 0,
                _ => penalised.Contains(row) ? -1 : 0,
            };
        }
    }

    private double Fit(int row)
    {
        var rows = draft.Rows;
        var free = BestFit.Free(draft.CpuUsed[row] + CpuAsked(row), rows.Cpu[row], draft.MemoryUsed[row] + ask.Used.MemoryMB, rows.Memory[row]);
        return BestFit.Of(free, spreadOut);
    }

    private double AntiAffinity(int collisions) => -(double)(collisions + 1) / Math.Max(1, ask.Group.Count);

    private long CpuAsked(int row) => ask.Cores == 0 ? ask.Used.CpuShares
        : ask.Used.CpuShares + ask.Cores * GroupAsk.CoreSpeed(draft.Rows.Nodes[row]!);

    private double[]? Affinities(GroupFeasibility feasibility)
    {
        var group = feasibility.Group;
        Affinity[] all = [.. feasibility.Job.Affinities.OrEmpty(), .. group.Affinities.OrEmpty(), .. group.Tasks.OrEmpty().SelectMany(task => task.Affinities.OrEmpty())];
        if (all.Length == 0)
            return null;
        var question = "affinities\0" + feasibility.Question + string.Join('\0', all.Select(own => $"{own.LTarget}\0{own.Operand}\0{own.RTarget}\0{own.Weight}"));
        return draft.Rows.Answers.Of(question, () =>
        {
            var weights = Math.Max(1, all.Sum(own => Math.Abs(own.Weight)));
            var byRow = new double[draft.Count];
            foreach (var row in feasibility.Rows)
                byRow[row] = all.Where(own => GroupRequirements.Matches(own.Operand, own.LTarget, own.RTarget, draft.Rows.Nodes[row]!)).Sum(own => (double)own.Weight) / weights;
            return byRow;
        });
    }

    /// <summary>How well the devices that the group would get are liked, from -1 to 1.</summary>
    private double Devices(int row)
    {
        if (ask.HasDevicesByCores)
            return (ResourceChoice.Parts(draft, row, ask, out _)?.Matched ?? 0) / deviceWeights;
        var used = draft.Live(row).SelectMany(alloc => (alloc.AllocatedResources?.Tasks).OrEmpty().Values)
            .SelectMany(task => task.Devices.OrEmpty()).SelectMany(own => own.DeviceIDs.OrEmpty()).ToHashSet(StringComparer.Ordinal);
        return devices.Sum(request => DeviceChoice.Pick(draft.Rows.Nodes[row]!, request, used)?.Matched ?? 0) / deviceWeights;
    }
}
