namespace Nomad.Server.Evaluations;

/// <summary>An evaluation given to one worker. The token proves who has it, until it is acknowledged or the time is up.</summary>
/// <param name="Deliveries">How often it was given out, this time included.</param>
public sealed record EvaluationLease(Evaluation Evaluation, string Token, int Deliveries);
