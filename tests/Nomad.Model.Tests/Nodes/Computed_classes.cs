using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Model.Tests.Nodes;

public sealed class Computed_classes
{
    private static Node Machine(params (string Key, string Value)[] attributes) => new()
    {
        ID = "a", Datacenter = "dc1", NodePool = "default", Attributes = attributes.ToDictionary(pair => pair.Key, pair => pair.Value),
    };

    [Fact]
    public void Do_not_depend_on_order_or_on_what_is_unique()
    {
        var one = ComputedClass.Of(Machine(("cpu.arch", "amd64"), ("os.name", "debian"), ("unique.hostname", "a")));
        var two = ComputedClass.Of(Machine(("unique.hostname", "b"), ("os.name", "debian"), ("cpu.arch", "amd64")) with { ID = "b", Name = "b" });
        Assert.Equal(one, two);
        Assert.Matches("^v1:[0-9]+$", one);
    }

    [Fact]
    public void Are_the_same_in_every_release() => Assert.Equal("v1:" + Known, ComputedClass.Of(Machine(("cpu.arch", "amd64"))));

    [Fact]
    public void Tell_apart_what_constraints_can_tell_apart()
    {
        var plain = Machine(("a", "1"));
        Node[] machines =
        [
            plain, Machine(("a", "2")), Machine(("a", "1"), ("b", "")), plain with { Datacenter = "dc2" }, plain with { NodeClass = "big" },
            plain with { NodePool = "gpu" }, plain with { Meta = new Dictionary<string, string> { ["rack"] = "1" } },
            plain with { NodeResources = new NodeResources { Devices = [new NodeDeviceResource { Vendor = "nvidia", Type = "gpu", Name = "1080" }] } },
        ];
        Assert.Equal(machines.Length, machines.Select(ComputedClass.Of).Distinct().Count());
    }

    [Theory]
    [InlineData("${node.unique.id}", true)]
    [InlineData("${attr.unique.hostname}", true)]
    [InlineData("${meta.unique.x}", true)]
    [InlineData("${attr.kernel.name}", false)]
    [InlineData("unique", false)]
    public void Do_not_answer_for_unique_targets(string target, bool escapes)
    {
        Assert.Equal(escapes, ComputedClass.Escapes(new Constraint { LTarget = target, Operand = "=" }));
        Assert.Equal(escapes, ComputedClass.Escapes(new Constraint { RTarget = target, Operand = "=" }));
    }

    private const string Known = "9127808537295768329";
}
