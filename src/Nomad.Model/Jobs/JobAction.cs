namespace Nomad.Model.Jobs;

/// <summary>A named command of a task that users may run inside it; <c>Action</c> in documents.</summary>
/// <remarks>
/// Name regex letters/digits/-/_ up to 128.
/// </remarks>
public sealed record JobAction
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Command { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? Args { get; init; }
}
