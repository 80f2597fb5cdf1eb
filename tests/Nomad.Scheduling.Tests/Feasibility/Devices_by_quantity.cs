namespace Nomad.Scheduling.Tests.Feasibility;

/// <summary>What a device has and what a job asks are compared as quantities, whatever multiples they are told in.</summary>
public sealed class Devices_by_quantity
{
    [Theory]
    [InlineData(">=", "4 GiB", true)]
    [InlineData(">=", "10 GiB", true)]
    [InlineData(">", "10 GiB", false)]
    [InlineData("<", "9 GiB", false)]
    [InlineData("=", "10240MiB", true)]
    [InlineData("!=", "10 GiB", false)]
    [InlineData("!=", "10 GB", true)]
    [InlineData("<", "11 GB", true)]
    [InlineData(">", "1 MHz", false)]
    [InlineData(">", "4", false)]
    public void Memory_of_10240_MiB(string operand, string asked, bool holds) =>
        Assert.Equal(holds, IsPlaced(new DeviceAttribute { Int = 10240, Unit = "MiB" }, operand, asked));

    [Theory]
    [InlineData(">=", "900", true)]
    [InlineData("<", "1000", false)]
    [InlineData(">=", "1 MiB", false)]
    public void A_number_without_a_unit(string operand, string asked, bool holds) =>
        Assert.Equal(holds, IsPlaced(new DeviceAttribute { Int = 1024 }, operand, asked));

    [Theory]
    [InlineData(0.25, "kW", ">=", "250 W", true)]
    [InlineData(0.25, "kW", "<", "0.2 kW", false)]
    [InlineData(1.5, "GHz", ">", "1400 MHz", true)]
    [InlineData(2, "GB/s", "<", "1 GiB/s", false)]
    public void Other_measures(double value, string unit, string operand, string asked, bool holds) =>
        Assert.Equal(holds, IsPlaced(new DeviceAttribute { Float = value, Unit = unit }, operand, asked));

    [Fact]
    public void Text_is_compared_as_text()
    {
        Assert.True(IsPlaced(new DeviceAttribute { String = "hopper" }, "=", "hopper"));
        Assert.False(IsPlaced(new DeviceAttribute { String = "hopper" }, "!=", "hopper"));
        Assert.True(IsPlaced(new DeviceAttribute { Bool = true }, "=", "true"));
    }

    [Fact]
    public void An_affinity_by_quantity_prefers_the_larger_device()
    {
        var cluster = new FakeCluster();
        cluster.Add(With(A.Node(0), new DeviceAttribute { Int = 4, Unit = "GiB" }), With(A.Node(1), new DeviceAttribute { Int = 10240, Unit = "MiB" }), With(A.Node(2), new DeviceAttribute { Int = 5, Unit = "GiB" }));
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with
        {
            Devices = [new() { Name = "gpu", Count = 1, Affinities = [new() { LTarget = "${device.attr.memory}", Operand = ">=", RTarget = "8 GiB", Weight = 100 }] }],
        })));
        cluster.Run("web");
        Assert.Equal("node0001", cluster.Live.Single().NodeID);
    }

    private static bool IsPlaced(DeviceAttribute memory, string operand, string asked)
    {
        var cluster = new FakeCluster();
        cluster.Add(With(A.Node(0), memory));
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with
        {
            Devices = [new() { Name = "gpu", Count = 1, Constraints = [new() { LTarget = "${device.attr.memory}", Operand = operand, RTarget = asked }] }],
        })));
        cluster.Run("web");
        return cluster.Live.Any();
    }

    private static Node With(Node node, DeviceAttribute memory) => node with
    {
        NodeResources = node.NodeResources! with
        {
            Devices = [new() { Vendor = "v", Type = "gpu", Name = "m", Instances = [new() { ID = "g0", Healthy = true }], Attributes = new Dictionary<string, DeviceAttribute> { ["memory"] = memory } }],
        },
    };
}
