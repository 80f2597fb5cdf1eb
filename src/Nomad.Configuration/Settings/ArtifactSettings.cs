namespace Nomad.Configuration.Settings;

/// <summary>The agent configuration block <c>client.artifact</c>.</summary>
public sealed record ArtifactSettings
{
    /// <summary><c>client.artifact.http_read_timeout</c>, default 30m.</summary>
    public TimeSpan HTTPReadTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>client.artifact.http_max_size</c>, default 100GB.</summary>
    public long HTTPMaxSize { get; init; } = 100L * 1000 * 1000 * 1000;

    /// <summary><c>client.artifact.gcs_timeout</c>, default 30m.</summary>
    public TimeSpan GcsTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>client.artifact.git_timeout</c>, default 30m.</summary>
    public TimeSpan GitTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>client.artifact.hg_timeout</c>, default 30m.</summary>
    public TimeSpan HgTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>client.artifact.s3_timeout</c>, default 30m.</summary>
    public TimeSpan S3Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary><c>client.artifact.decompression_file_count_limit</c>, default 4096.</summary>
    public int DecompressionFileCountLimit { get; init; } = 4096;

    /// <summary><c>client.artifact.decompression_size_limit</c>, default 100GB.</summary>
    public long DecompressionSizeLimit { get; init; } = 100L * 1000 * 1000 * 1000;

    /// <summary><c>client.artifact.disable_artifact_inspection</c>, default false.</summary>
    public bool DisableArtifactInspection { get; init; }

    /// <summary><c>client.artifact.disable_filesystem_isolation</c>, default false.</summary>
    public bool DisableFilesystemIsolation { get; init; }

    /// <summary><c>client.artifact.filesystem_isolation_extra_paths</c>.</summary>
    public IReadOnlyList<string> FilesystemIsolationExtraPaths { get; init; } = [];

    /// <summary><c>client.artifact.set_environment_variables</c>.</summary>
    public string SetEnvironmentVariables { get; init; } = "";

    internal static ArtifactSettings From(SettingsNode node) => new()
    {
        HTTPReadTimeout = node.Span("http_read_timeout", TimeSpan.FromMinutes(30)),
        HTTPMaxSize = node.Size("http_max_size", 100L * 1000 * 1000 * 1000),
        GcsTimeout = node.Span("gcs_timeout", TimeSpan.FromMinutes(30)),
        GitTimeout = node.Span("git_timeout", TimeSpan.FromMinutes(30)),
        HgTimeout = node.Span("hg_timeout", TimeSpan.FromMinutes(30)),
        S3Timeout = node.Span("s3_timeout", TimeSpan.FromMinutes(30)),
        DecompressionFileCountLimit = node.Number("decompression_file_count_limit", 4096),
        DecompressionSizeLimit = node.Size("decompression_size_limit", 100L * 1000 * 1000 * 1000),
        DisableArtifactInspection = node.Flag("disable_artifact_inspection", false),
        DisableFilesystemIsolation = node.Flag("disable_filesystem_isolation", false),
        FilesystemIsolationExtraPaths = node.List("filesystem_isolation_extra_paths", []),
        SetEnvironmentVariables = node.Text("set_environment_variables", ""),
    };
}
