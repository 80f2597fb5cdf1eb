namespace Nomad.Model.Jobs;

/// <remarks>
/// Payload optional|required|forbidden (default optional). Payload max 16 KiB.
/// </remarks>
public sealed record ParameterizedJobConfig
{
    public string Payload { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? MetaRequired { get; init; }

    public IReadOnlyList<string>? MetaOptional { get; init; }
}
