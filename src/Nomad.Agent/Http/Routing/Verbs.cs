namespace Nomad.Agent.Http.Routing;

/// <summary>HTTP methods as a set.</summary>
[Flags]
public enum Verbs
{
    None = 0,
    Get = 1,
    Put = 2,
    Post = 4,
    Delete = 8,

    /// <summary>PUT and POST mean the same nearly everywhere in this API.</summary>
    Write = Put | Post,
}
