namespace Nomad.Server.Commands;

/// <summary>Creates or updates evaluations. Times in them are set by who proposes.</summary>
public sealed record UpsertEvaluations(IReadOnlyList<Evaluation> Evaluations) : Command;

/// <summary>Removes evaluations and allocations that nothing needs any more.</summary>
public sealed record DeleteEvaluations(IReadOnlyList<string> EvaluationIDs, IReadOnlyList<string> AllocationIDs) : Command;
