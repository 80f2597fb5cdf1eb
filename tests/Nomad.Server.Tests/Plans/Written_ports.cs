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
        var plan = new ApplyPlan { EvaluationID = "e", Namespace = "default", JobID = "a", JobVersion = 0, Time = 1, Placements = [new PlannedPlacement(alloc, 0)] };
        var read = Assert.Single(((ApplyPlan)CommandCodec.Decode(CommandCodec.Encode(plan))).Placements).Allocation;
        Assert.Equal(Text(alloc), Text(read));
    });

    private static string Text(Allocation alloc) => JsonSerializer.Serialize(alloc.AllocatedResources!.Shared);

    private static Port Port(Random random) => new()
    {
        Label = Label(random), Value = Value(random), To = Value(random), HostNetwork = random.Next(2) == 0 ? "" : "public", IgnoreCollision = random.Next(2) == 0,
    };

    private static string Label(Random random) => random.Next(2) == 0 ? "http" : "db";

    private static int Value(Random random) => Values[random.Next(Values.Length)];

    private static T[] Some<T>(Random random, Func<T> make) => [.. Enumerable.Range(0, random.Next(4)).Select(_ => make())];
}
