using System.Text.Json;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Server.Commands;

namespace Nomad.Server.Tests.Plans;

public sealed class Written_ports
{
    private static readonly int[] Values = [0, -1, 80, 20_001, 20_002, 32_000];

    /// <summary>Numbers that say the same as others are not written; what is read back has them all.</summary>
    [Fact]
    public void Ports_of_a_placement_come_back_from_the_log_as_they_were() => Seeds.Each(300, seed =>
    {
        var random = new Random(seed);
        var alloc = ServerHarness.Allocation(ServerHarness.Id(1), ServerHarness.Job("a"), ServerHarness.Id(2)) with { Job = null };
        alloc = alloc with
        {
            AllocatedResources = alloc.AllocatedResources! with
            {
                Shared = new()
                {
                    Ports = random.Next(4) == 0 ? null : Some(random, () => new AllocatedPortMapping
                    {
                        Label = Label(random), Value = Value(random), To = Value(random), HostIP = "10.0.0.1", IgnoreCollision = random.Next(2) == 0,
                    }),
                    Networks = random.Next(4) == 0 ? null : Some(random, () => new NetworkResource
                    {
                        Mode = "host", IP = "10.0.0.1", Device = "eth0",
                        ReservedPorts = random.Next(2) == 0 ? null : Some(random, () => Port(random)), DynamicPorts = random.Next(4) == 0 ? null : Some(random, () => Port(random)),
                    }),
                },
            },
        };
        if (random.Next(3) == 0)
            alloc = alloc with { AllocatedResources = alloc.AllocatedResources! with { Shared = alloc.AllocatedResources.Shared with { PortedNetwork = Ported(random) } } };
        var plan = new ApplyPlan { EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1, Placements = [new PlannedPlacement(alloc, 0)] };
        var read = Assert.Single(((ApplyPlan)CommandCodec.Decode(CommandCodec.Encode(plan))).Placements).Allocation;
        Assert.Equal(Text(alloc), Text(read));
        Assert.Equal(alloc.AllocatedResources.Shared.PortedNetwork is null, read.AllocatedResources!.Shared.PortedNetwork is null);
    });

    [Fact]
    public void A_network_has_the_ports_that_were_mapped()
    {
        var ask = new NetworkResource { DynamicPorts = [new Port { Label = "http", To = 80 }, new Port { Label = "db", To = -1 }] };
        var shared = new AllocatedSharedResources
        {
            Ports = [new AllocatedPortMapping { Label = "http", Value = 20_001 }, new AllocatedPortMapping { Label = "db", Value = 20_002 }],
            PortedNetwork = new PortedNetwork(ask, "10.0.0.1", "eth0"),
        };
        var network = Assert.Single(shared.Networks!);
        Assert.Equal(("10.0.0.1", "eth0"), (network.IP, network.Device));
        Assert.Equal([(20_001, 80), (20_002, 20_002)], network.DynamicPorts!.Select(port => (port.Value, port.To)));
    }

    private static PortedNetwork Ported(Random random) =>
        new(new NetworkResource { Mode = "host", DynamicPorts = random.Next(4) == 0 ? null : Some(random, () => Port(random)) }, "10.0.0.1", "eth0");

    private static string Text(Allocation alloc) => JsonSerializer.Serialize(alloc.AllocatedResources!.Shared);

    private static Port Port(Random random) => new()
    {
        Label = Label(random), Value = Value(random), To = Value(random), HostNetwork = random.Next(2) == 0 ? "" : "public", IgnoreCollision = random.Next(2) == 0,
    };

    private static string Label(Random random) => random.Next(2) == 0 ? "http" : "db";

    private static int Value(Random random) => Values[random.Next(Values.Length)];

    private static T[] Some<T>(Random random, Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];
}
