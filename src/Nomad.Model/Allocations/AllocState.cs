namespace Nomad.Model.Allocations;

/// <remarks>
/// Field 0 = ClientStatus.
/// </remarks>
public sealed record AllocState
{
    public int Field { get; init; }

    public string Value { get; init => field = value ?? ""; } = "";

    public DateTimeOffset Time { get; init; }
}
