namespace Nomad.Agent.Http.Filtering;

/// <summary>A path into an object: field names, map keys, list positions.</summary>
internal sealed record FilterSelector(string[] Parts)
{
    public override string ToString() => string.Join('.', Parts);
}
