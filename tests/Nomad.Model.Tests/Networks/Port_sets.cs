using CsCheck;
using Nomad.Model.Networks;

namespace Nomad.Model.Tests.Networks;

public sealed class Port_sets
{
    [Fact]
    public void Read_lists_of_ports_and_ranges()
    {
        Assert.Equal([22, 80, 8500, 8501, 8502], PortSet.Parse("22, 80,8500-8502"));
        Assert.Equal([], PortSet.Parse(""));
        Assert.Null(PortSet.Parse("80-70"));
        Assert.Null(PortSet.Parse("http"));
        Assert.Null(PortSet.Parse("70000"));
    }

    [Fact]
    public void Count_what_is_free_as_a_plain_set_would() =>
        Seeds.Each(500, Gen.Select(Gen.Int[0, 400].List[0, 80], Gen.Int[0, 200], Gen.Int[0, 200]), made =>
        {
            var (ports, first, length) = made;
            var set = new PortSet();
            foreach (var port in ports)
                set.Add(port);
            Assert.Equal(Enumerable.Range(first, length + 1).Count(port => !ports.Contains(port)), set.CountFree(first, first + length));
        });

    [Fact]
    public void Copies_stand_alone()
    {
        var set = new PortSet();
        Assert.True(set.Add(80));
        Assert.False(set.Add(80));
        var copy = set.Copy();
        copy.Remove(80);
        Assert.True(set.Contains(80));
        Assert.False(copy.Contains(80));
    }
}
