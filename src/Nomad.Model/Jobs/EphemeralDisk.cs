namespace Nomad.Model.Jobs;

/// <remarks>
/// Defaults false/300/false. Min 10 MB.
/// </remarks>
public sealed record EphemeralDisk
{
    public bool Sticky { get; init; }

    public int SizeMB { get; init; }

    public bool Migrate { get; init; }
}
