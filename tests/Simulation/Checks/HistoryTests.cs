namespace Nomad.Simulation.Checks;

/// <summary>Which histories an order explains, and which none does.</summary>
public sealed class HistoryTests
{
    private const int Never = -1;

    [Fact]
    public void What_overlaps_may_have_come_in_either_order()
    {
        Assert.True(Explained(Write(0, 10, 1, 0), Write(5, 15, 2, 0), Read(20, 21, 1, 0)));
        Assert.True(Explained(Write(0, 10, 1, 0), Write(5, 15, 2, 0), Read(20, 21, 2, 0)));
    }

    [Fact]
    public void What_was_overwritten_is_not_read_again()
    {
        Assert.False(Explained(Write(0, 1, 1, 0), Write(2, 3, 2, 0), Read(4, 5, 1, 0)));
        Assert.False(Explained(Write(0, 1, 1, 0), Write(2, 9, 2, 0), Read(3, 4, 2, 0), Read(5, 6, 1, 0)));
    }

    [Fact]
    public void What_nobody_heard_of_may_have_happened_or_not_but_not_both()
    {
        Assert.True(Explained(Write(0, Never, 1, 0), Read(5, 6, 0, 0), Read(7, 8, 1, 0)));
        Assert.True(Explained(Write(0, Never, 1, 0), Read(5, 6, 0, 0)));
        Assert.False(Explained(Write(0, Never, 1, 0), Read(5, 6, 1, 0), Read(7, 8, 0, 0)));
    }

    [Fact]
    public void A_write_of_one_part_leaves_the_other()
    {
        Assert.True(Explained(Write(0, 1, 1, 3), Write(2, 3, null, 5), Read(4, 5, 1, 5)));
        Assert.False(Explained(Write(0, 1, 1, 3), Write(2, 3, 2, 4), Write(4, 5, null, 5), Read(6, 7, 1, 5)));
        Assert.False(Explained(Write(0, 1, 1, 3), Write(2, 3, null, 5), Read(4, 5, 1, 3)));
        Assert.True(Explained(Write(0, 1, 1, 3), Write(2, Never, null, 5), Read(4, 5, 1, 3)));
        Assert.True(Explained(Write(0, 1, 1, 3), Write(2, 3, 0, null), Read(4, 5, 0, null)));
    }

    [Fact]
    public void Many_of_which_nobody_heard_are_no_reason_not_to_decide()
    {
        History.Operation[] lost = [.. Enumerable.Range(1, 60).Select(i => Write(i, Never, null, i % 6))];
        History.Operation[] kept = [Write(100, 101, 1, 0), .. Enumerable.Range(0, 10).Select(i => Read(110 + i, 110 + i, 1, i % 6))];
        Assert.True(Explained([.. lost, .. kept]));
        Assert.False(Explained([.. lost, .. kept, Write(130, 131, 2, 0), Read(132, 133, 1, 3)]));
    }

    [Fact]
    public void What_is_left_out_of_the_search_changes_no_verdict()
    {
        var (sound, dice) = (0, new Random(7));
        for (var round = 0; round < 20_000; round++)
        {
            var values = 0;
            History.Operation[] all = [.. Enumerable.Range(0, dice.Next(2, 7)).Select(_ => Any(dice, ref values))];
            var explained = AnyOrder([.. all], new History.Content(0, 0));
            Assert.True(explained == Explained(all), string.Join("\n", all.Select(each => each.ToString())));
            sound += explained ? 1 : 0;
        }
        Assert.InRange(sound, 2_000, 18_000);
    }

    private static History.Operation Any(Random dice, ref int values)
    {
        var begin = dice.Next(8);
        var end = dice.Next(3) == 0 ? Never : begin + dice.Next(6);
        return dice.Next(5) switch
        {
            0 => Write(begin, end, ++values, dice.Next(2)),
            1 => Write(begin, end, null, dice.Next(2)),
            2 => Write(begin, end, 0, dice.Next(2)),
            _ => Read(begin, begin + dice.Next(6), dice.Next(3), dice.Next(3) is var side && side == 2 ? null : side),
        };
    }

    // Every order there is; what nobody heard of may be left out.
    private static bool AnyOrder(List<History.Operation> left, History.Content held) => left.All(each => !each.IsCertain) || left.Any(next =>
        left.All(other => other.End >= next.Begin) && (next.Write is not null || next.Fits(held))
        && AnyOrder([.. left.Where(each => each != next)], next.Write is { } change ? change.Of(held) : held));

    private static bool Explained(params History.Operation[] operations) => History.IsLinearizable(operations);

    private static History.Operation Write(int begin, int end, int? main, int? side) => Of(begin, end, new History.Change(main, side));

    private static History.Operation Read(int begin, int end, int main, int? side)
    {
        var operation = Of(begin, end, null);
        operation.Read = new History.Content(main, side);
        return operation;
    }

    private static History.Operation Of(int begin, int end, History.Change? write)
    {
        var operation = new History.Operation("key", write, TimeSpan.FromSeconds(begin));
        if (end != Never)
            operation.End = TimeSpan.FromSeconds(end);
        return operation;
    }
}
