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
