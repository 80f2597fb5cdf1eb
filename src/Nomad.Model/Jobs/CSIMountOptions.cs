namespace Nomad.Model.Jobs;

public sealed record CSIMountOptions
{
    public string FSType { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? MountFlags { get; init; }
}
