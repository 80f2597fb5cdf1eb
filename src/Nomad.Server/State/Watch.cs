namespace Nomad.Server.State;

/// <summary>
/// Something a blocking query waits for: a whole table, or one key of it. Made by the factory methods, so that those who
/// wait and those who write say the same.
/// </summary>
public readonly record struct Watch
{
    private Watch(StateTable table, char kind = ' ', string key = "", string space = "") => (Table, Kind, Key, Space) = (table, kind, key, space);

    public StateTable Table { get; }

    private char Kind { get; }

    private string Key { get; }

    private string Space { get; }

    public static Watch Whole(StateTable table) => new(table);

    public static Watch Job(string space, string id) => new(StateTable.Jobs, 'i', id, space);

    public static Watch JobVersions(string space, string id) => new(StateTable.JobVersions, 'i', id, space);

    public static Watch JobSummary(string space, string id) => new(StateTable.JobSummaries, 'i', id, space);

    public static Watch ScalingEvents(string space, string id) => new(StateTable.ScalingEvents, 'i', id, space);

    public static Watch Node(string id) => new(StateTable.Nodes, 'i', id);

    public static Watch Allocation(string id) => new(StateTable.Allocations, 'i', id);

    public static Watch AllocationsOfJob(string space, string id) => new(StateTable.Allocations, 'j', id, space);

    public static Watch AllocationsOfNode(string nodeId) => new(StateTable.Allocations, 'n', nodeId);

    public static Watch AllocationsOfEvaluation(string evaluationId) => new(StateTable.Allocations, 'e', evaluationId);

    public static Watch AllocationsOfDeployment(string deploymentId) => new(StateTable.Allocations, 'd', deploymentId);

    public static Watch Evaluation(string id) => new(StateTable.Evaluations, 'i', id);

    public static Watch EvaluationsOfJob(string space, string id) => new(StateTable.Evaluations, 'j', id, space);

    public static Watch Deployment(string id) => new(StateTable.Deployments, 'i', id);

    public static Watch DeploymentsOfJob(string space, string id) => new(StateTable.Deployments, 'j', id, space);
}
