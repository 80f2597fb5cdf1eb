namespace Nomad.Model.Quotas;

/// <summary>What all namespaces that name this quota may use together.</summary>
public sealed record QuotaSpec
{
    /// <summary>[a-zA-Z0-9-]{1,128}.</summary>
    public string Name { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<QuotaLimit>? Limits { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }

    /// <summary>The limit that counts in a region; null when there is none.</summary>
    public QuotaResources? LimitOf(string region)
    {
        foreach (var limit in Limits.OrEmpty())
            if (limit.Region == region)
                return limit.RegionLimit;
        return null;
    }
}

/// <summary>The limits of one region.</summary>
public sealed record QuotaLimit
{
    public string Region { get; init => field = value ?? ""; } = "";

    public QuotaResources? RegionLimit { get; init; }

    /// <summary>Kept for clients that send it; there are no variables to limit.</summary>
    public int? VariablesLimit { get; init; }

    /// <summary>Names this limit in <see cref="QuotaUsage.Used"/>.</summary>
    public byte[]? Hash { get; init; }
}

/// <summary>How much: absent or 0 = no limit, negative = none at all. In a usage: how much is used.</summary>
public sealed record QuotaResources
{
    /// <summary>MHz of tasks that do not reserve whole cores.</summary>
    public long? CPU { get; init; }

    public long? Cores { get; init; }

    public long? MemoryMB { get; init; }

    /// <summary>What tasks may grow to.</summary>
    public long? MemoryMaxMB { get; init; }

    /// <summary>Number of allocations that are not over; a field of our own.</summary>
    public long? Allocations { get; init; }

    /// <summary>Devices by type, vendor/type, or vendor/type/name; constraints and affinities do not count.</summary>
    public IReadOnlyList<QuotaDevice>? Devices { get; init; }
}

/// <summary>Devices of one name: how many at most, or in use.</summary>
public sealed record QuotaDevice
{
    public string Name { get; init => field = value ?? ""; } = "";

    public long Count { get; init; }
}

/// <summary>What is used of a quota, by the limit's hash in base 64.</summary>
public sealed record QuotaUsage
{
    public string Name { get; init => field = value ?? ""; } = "";

    public IReadOnlyDictionary<string, QuotaLimit>? Used { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
