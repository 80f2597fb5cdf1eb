namespace Nomad.Model.Jobs;

/// <remarks>
/// 10 files, 10 MB, false.
/// </remarks>
public sealed record LogConfig
{
    public int MaxFiles { get; init; }

    public int MaxFileSizeMB { get; init; }

    public bool Disabled { get; init; }
}
