using Nomad.Scheduling.Nodes;

namespace Nomad.Scheduling.Tests.Nodes;

public sealed class Ports_of_successive_tables
{
    private const int Steps = 400;
    private const int FirstPort = 20_000;

    /// <summary>Lists of tables share their arrays: what comes later must not show in a table that was captured before.</summary>
    [Fact]
    public void A_table_keeps_the_ports_it_was_captured_with()
    {
        var random = new Random(1);
        var columns = new NodeColumns();
        columns.Put(A.Node(0));
        var held = new List<Allocation>();
        var captured = new List<(NodeTable Table, int[] Ports)>();
        for (var step = 0; step < Steps; step++)
        {
            if (held.Count > 0 && random.Next(3) == 0)
            {
                columns.Change(held[random.Next(held.Count)] is var gone && held.Remove(gone) ? gone : null, null);
            }
            else
            {
                held.Add(With(FirstPort + step));
                columns.Change(null, held[^1]);
            }
            if (random.Next(2) == 0)
                captured.Add((columns.Capture(), [.. held.Select(alloc => alloc.AllocatedResources!.Shared.Ports![0].Value)]));
        }
        Assert.All(captured, each => Assert.Equal(each.Ports.Order(), each.Table.UsedPorts(0).ToArray().Select(code => code % NodePorts.PortsPerAddress).Order()));
    }

    private static Allocation With(int port) => new()
    {
        ID = $"{port}", NodeID = A.Node(0).ID, DesiredStatus = AllocDesiredStatus.Run, ClientStatus = AllocClientStatus.Running,
        AllocatedResources = new() { Shared = new() { Ports = [new AllocatedPortMapping { Label = "http", Value = port, HostIP = "10.0.0.1" }] } },
    };
}
