namespace Nomad.Server.Commands;

/// <summary>A deployment changes its status; a job to fall back to and an evaluation may come in the same entry.</summary>
public sealed record SetDeploymentStatus(DeploymentStatusUpdate Update, Job? Job, Evaluation? Evaluation) : Command;

/// <summary>Takes canaries of groups (null = all) as good. <paramref name="Time"/>: unix ns.</summary>
public sealed record PromoteDeployment(string DeploymentID, IReadOnlyList<string>? Groups, Evaluation Evaluation, long Time) : Command;

/// <summary>Sets the health of allocations by hand or by the watcher. <paramref name="Time"/>: unix ns.</summary>
public sealed record SetDeploymentHealth(
    string DeploymentID, IReadOnlyList<string> Healthy, IReadOnlyList<string> Unhealthy, long Time) : Command
{
    public DeploymentStatusUpdate? Update { get; init; }

    public Job? Job { get; init; }

    public Evaluation? Evaluation { get; init; }
}

public sealed record DeleteDeployments(IReadOnlyList<string> DeploymentIDs) : Command;
