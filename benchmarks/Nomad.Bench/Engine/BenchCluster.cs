using Nomad.Model.Allocations;
using Nomad.Model.Deployments;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Model.Scheduling;
using Nomad.Scheduling;
using Nomad.Scheduling.Nodes;

namespace Nomad.Bench.Engine;

/// <summary>The least a scheduler needs for new jobs: one job at a time and the columns.</summary>
internal sealed class BenchCluster : IClusterSnapshot
{
    public NodeColumns Columns { get; } = new();

    public Job? Current { get; set; }

    public ulong Index => 1;

    public NodeTable NodeTable => Columns.Capture();

    public Job? Job(string space, string id) => Current;

    public Job? JobVersion(string space, string id, ulong version) => Current;

    public Node? Node(string id) => null;

    public Allocation? Allocation(string id) => null;

    public IEnumerable<Allocation> AllocationsOfJob(string space, string jobId) => [];

    public IEnumerable<Allocation> AllocationsOfNode(string nodeId) => [];

    public bool IsOpen(string evaluationId) => false;

    public Deployment? LatestDeployment(string space, string jobId) => null;

    public SchedulerConfiguration SchedulerConfiguration() => new() { SchedulerAlgorithm = SchedulerAlgorithms.Binpack };
}
