namespace Nomad.Model.Jobs;

/// <remarks>
/// GetterMode any|file|dir (default any); RelativeDest local/ (file mode: local/&lt;basename&gt;).
/// </remarks>
public sealed record TaskArtifact
{
    public string GetterSource { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, string>? GetterOptions { get; init; }

    public IReadOnlyDictionary<string, string>? GetterHeaders { get; init; }

    public string GetterMode { get; init => field = value ?? ""; } = "";

    public bool GetterInsecure { get; init; }

    public string RelativeDest { get; init => field = value ?? ""; } = "";

    public bool Chown { get; init; }
}
