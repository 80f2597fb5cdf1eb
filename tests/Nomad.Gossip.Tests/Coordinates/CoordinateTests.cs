using Nomad.Gossip.Coordinates;

namespace Nomad.Gossip.Tests.Coordinates;

public sealed class CoordinateTests
{
    private static readonly TimeSpan Near = TimeSpan.FromMilliseconds(2);
    private static readonly TimeSpan Far = TimeSpan.FromMilliseconds(80);

    [Fact]
    public void Members_of_two_places_learn_how_far_they_are_from_each_other()
    {
        var random = new Random(3);
        var members = Enumerable.Range(0, 10).Select(number => new OwnCoordinate(new Random(number))).ToArray();
        for (var round = 0; round < 4000; round++)
        {
            var (from, to) = (random.Next(10), random.Next(10));
            if (from != to)
                members[from].Measured($"m{to}", members[to].Now, (from < 5) == (to < 5) ? Near : Far);
        }
        for (var from = 0; from < 10; from++)
            for (var to = 0; to < 10; to++)
                if (from != to)
                    Assert.InRange(members[from].Now.DistanceTo(members[to].Now) / ((from < 5) == (to < 5) ? Near : Far), 0.5, 1.5);
        Assert.All(members, member => Assert.InRange(member.Now.Error, 0, 0.2));
    }

    [Fact]
    public void One_slow_answer_changes_little()
    {
        var (own, other) = (new OwnCoordinate(new Random(1)), Coordinate.Origin);
        for (var round = 0; round < 200; round++)
            own.Measured("b", other, Near);
        var before = own.Now.DistanceTo(other);
        own.Measured("b", other, TimeSpan.FromSeconds(9));
        Assert.InRange(own.Now.DistanceTo(other) / before, 0.9, 1.1);
    }

    [Fact]
    public void What_cannot_be_is_ignored()
    {
        var own = new OwnCoordinate(new Random(1));
        own.Measured("b", Coordinate.Origin, TimeSpan.FromSeconds(-1));
        own.Measured("b", Coordinate.Origin, TimeSpan.FromSeconds(11));
        own.Measured("b", new Coordinate([1, 2], 1, 0, 1), Near);
        own.Measured("b", new Coordinate([double.NaN, 0, 0, 0, 0, 0, 0, 0], 1, 0, 1), Near);
        Assert.Same(Coordinate.Origin, own.Now);
        Assert.Null(own.Of("b"));
        own.Measured("b", new Coordinate([1e308, 1e308, 0, 0, 0, 0, 0, 0], 1, 0, 1e308), Near);
        Assert.Same(Coordinate.Origin, own.Now);
        Assert.Equal(1, own.Resets);
    }

    [Fact]
    public void It_is_on_the_wire_what_others_expect()
    {
        var bytes = Coordinate.Origin.Encode();
        Assert.StartsWith("0184AA41646A7573746D656E74CB0000000000000000A54572726F72CB3FF8000000000000A6486569676874CB3EE4F8B588E368F1A356656398CB", Convert.ToHexString(bytes));
        var moved = new Coordinate([1, 2, 3, 4, 5, 6, 7, -8.5], 0.25, -1e-4, 2e-5);
        var read = Coordinate.Decode(moved.Encode())!;
        Assert.Equal((moved.Error, moved.Adjustment, moved.Height), (read.Error, read.Adjustment, read.Height));
        Assert.Equal(moved.Vector, read.Vector);
        Assert.Null(Coordinate.Decode(null));
        Assert.Null(Coordinate.Decode([2, 0x80]));
    }
}
