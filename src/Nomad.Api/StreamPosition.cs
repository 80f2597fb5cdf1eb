namespace Nomad.Api;

/// <summary>Where a stream of bytes starts and whether it goes on.</summary>
/// <param name="Origin"><c>start</c> or <c>end</c>.</param>
/// <param name="Offset">Bytes from the origin, never negative.</param>
/// <param name="Follow">Wait for more at the end.</param>
public readonly record struct StreamPosition(string Origin, long Offset, bool Follow)
{
    public static StreamPosition Start => new("start", 0, false);

    internal Query On(Query? query) => (query ?? Query.None).With("origin", Origin).With("offset", Offset.ToString()).With("follow", Follow ? "true" : "false");
}
