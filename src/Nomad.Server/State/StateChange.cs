using Nomad.Server.Commands;

namespace Nomad.Server.State;

/// <summary>One row that a command wrote: what it was and what it is; null = not there.</summary>
/// <param name="Topic">As the event stream names it (<c>Job</c>, <c>Allocation</c>, ...).</param>
/// <param name="Type">As the event stream names it (<c>JobRegistered</c>, ...).</param>
public sealed record StateChange(string Topic, string Type, string Key, string Namespace, object? Before, object? After)
{
    /// <summary>Other keys the event stream finds this change by.</summary>
    public IReadOnlyList<string> FilterKeys { get; init; } = [];
}

/// <summary>One applied command. Changes are in the order they were made, a row written twice appears twice.</summary>
/// <param name="Result">What the command answers: null, or a refusal as <see cref="StateRefusal"/>.</param>
public sealed record StateCommit(ulong Index, Command Command, IReadOnlyList<StateChange> Changes, object? Result);

/// <summary>Why a command changed nothing, in the words users see. Every server comes to the same refusal.</summary>
public sealed record StateRefusal(string Text);
