using Nomad.Model.Quotas;

namespace Nomad.Scheduling;

/// <summary>The quota of a namespace: its limit in the region and what all of its namespaces use of it.</summary>
public sealed record QuotaRoom(string Name, QuotaResources Limit, QuotaAmounts Used);
