namespace Nomad.Agent.Http.Routing;

/// <summary>One row of the HTTP API: which requests it takes, who may call it, and what answers them.</summary>
/// <param name="Verbs">Accepted methods; <see cref="Verbs.Write"/> means PUT and POST alike.</param>
/// <param name="Pattern">
/// Path with <c>{name}</c> for one segment and <c>{name*}</c> for one or more (job ids may hold slashes).
/// </param>
/// <param name="Access">The capability a caller needs.</param>
/// <param name="Handler">Answers the call, or throws <see cref="HttpFailure"/>.</param>
public sealed record Route(Verbs Verbs, string Pattern, Access Access, Func<ApiCall, Task> Handler)
{
    /// <summary>
    /// Largest body in bytes of a route that takes its body as it comes, to pass it on or to keep it in a file; 0 for all others, whose
    /// bodies are read whole and end at <see cref="ApiCall.LargestBody"/>.
    /// </summary>
    public long StreamedBody { get; init; }
}
