namespace Nomad.Model.Jobs;

/// <remarks>
/// PropagationMode private|host-to-task|bidirectional; ReadOnly false; SELinuxLabel ""|z|Z.
/// </remarks>
public sealed record VolumeMount
{
    public string Volume { get; init => field = value ?? ""; } = "";

    public string Destination { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public string PropagationMode { get; init => field = value ?? ""; } = "";

    public string SELinuxLabel { get; init => field = value ?? ""; } = "";
}
