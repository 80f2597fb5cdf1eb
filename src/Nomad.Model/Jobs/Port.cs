namespace Nomad.Model.Jobs;

/// <remarks>
/// Input: static Value&gt;0, dynamic Value 0. To: 0 = same (bridge) ; -1 = map to allocated value. HostNetwork default default.
/// IgnoreCollision only host mode, static.
/// </remarks>
public sealed record Port
{
    public string Label { get; init => field = value ?? ""; } = "";

    public int Value { get; init; }

    public int To { get; init; }

    public string HostNetwork { get; init => field = value ?? ""; } = "";

    public bool IgnoreCollision { get; init; }
}
