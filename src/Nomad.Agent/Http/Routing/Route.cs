namespace Nomad.Agent.Http.Routing;

/// <summary>One row of the HTTP API: which requests it takes, who may call it, and what answers them.</summary>
/// <param name="Verbs">Accepted methods; <see cref="Verbs.Write"/> means PUT and POST alike.</param>
/// <param name="Pattern">
/// Path with <c>{name}</c> for one segment and <c>{name*}</c> for one or more (job ids may hold slashes).
/// </param>
/// <param name="Access">The capability a caller needs.</param>
/// <param name="Handler">Answers the call, or throws <see cref="HttpFailure"/>.</param>
public sealed record Route(Verbs Verbs, string Pattern, Access Access, Func<ApiCall, Task> Handler);
