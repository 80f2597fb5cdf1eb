using Nomad.Model.Jobs;

namespace Nomad.Model.Networks;

/// <summary>Ports found for a group's network, or why there are none; exactly one of the two is set.</summary>
/// <param name="Ports">One entry a label asked for, static ones first.</param>
/// <param name="Refusal">Words for the <c>network: …</c> dimension.</param>
public sealed record PortOffer(IReadOnlyList<AllocatedPortMapping>? Ports, string? Refusal);
