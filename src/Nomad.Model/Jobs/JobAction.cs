namespace Nomad.Model.Jobs;

/// <remarks>
/// Name regex letters/digits/-/_ up to 128.
/// </remarks>
public sealed record JobAction
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Command { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Args { get; init; }
}
