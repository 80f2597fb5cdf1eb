using Nomad.Server.Commands;

namespace Nomad.Server.State;

/// <summary>
/// One row that a command wrote: what it was and what it is; null = not there. A value, for there is one for each placement; what the event stream
/// says of it is worked out when somebody follows.
/// </summary>
/// <param name="Topic">As the event stream names it (<c>Job</c>, <c>Allocation</c>, ...); "" = it does not.</param>
/// <param name="Type">As the event stream names it (<c>JobRegistered</c>, ...).</param>
public readonly record struct StateChange(string Topic, string Type, object? Before, object? After)
{
    /// <summary>The row as it is, or as it was before it was deleted.</summary>
    public object? Row => After ?? Before;

    public string Key => Row switch
    {
        Job job => job.ID,
        Allocation alloc => alloc.ID,
        Evaluation eval => eval.ID,
        Deployment deployment => deployment.ID,
        Node node => node.ID,
        NodePool pool => pool.Name,
        CSIVolume volume => volume.ID,
        _ => "",
    };

    /// <summary>"" where the row belongs to none.</summary>
    public string Namespace => Row switch
    {
        Job job => job.Namespace,
        Allocation alloc => alloc.Namespace,
        Evaluation eval => eval.Namespace,
        Deployment deployment => deployment.Namespace,
        CSIVolume volume => volume.Namespace,
        _ => "",
    };

    /// <summary>Other keys the event stream finds this change by.</summary>
    public IReadOnlyList<string> FilterKeys => Row switch
    {
        Allocation alloc => Told(alloc.JobID, alloc.DeploymentID),
        Evaluation eval => Told(eval.JobID, eval.DeploymentID),
        Deployment deployment => Told(deployment.JobID),
        _ => [],
    };

    private static string[] Told(params ReadOnlySpan<string> keys)
    {
        var told = new List<string>();
        foreach (var key in keys)
            if (key.Length > 0)
                told.Add(key);
        return [.. told];
    }
}

/// <summary>What one command wrote, in the order it was made; a row written twice appears twice.</summary>
public sealed record StateChanges(ulong Index, IReadOnlyList<StateChange> Changes);

/// <summary>One applied command.</summary>
/// <param name="Result">What the command answers: null, or a refusal as <see cref="StateRefusal"/>.</param>
public sealed record StateCommit(StateChanges Written, Command Command, object? Result)
{
    public ulong Index => Written.Index;

    public IReadOnlyList<StateChange> Changes => Written.Changes;
}

/// <summary>Why a command changed nothing, in the words users see. Every server comes to the same refusal.</summary>
public sealed record StateRefusal(string Text);
