using Nomad.Model.Jobs;
using Nomad.Model.Nodes;

namespace Nomad.Client.Fingerprinting;

/// <summary>What the fingerprints have found so far. Owned by one fingerprint run; not thread safe.</summary>
public sealed class NodeFacts
{
    /// <summary>Attributes by their full dotted name; an empty value removes the attribute.</summary>
    public SortedDictionary<string, string> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Links to the same machine in other systems, such as `aws.ec2`.</summary>
    public SortedDictionary<string, string> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>MHz of all cores together.</summary>
    public long TotalCompute { get; set; }

    public List<int> ReservableCores { get; } = [];

    public Topology? Topology { get; set; }

    public long MemoryMegabytes { get; set; }

    /// <summary>Free space of the file system that holds the allocation folders.</summary>
    public long DiskMegabytes { get; set; }

    public List<NetworkResource> Networks { get; } = [];

    public List<NodeNetworkResource> NodeNetworks { get; } = [];

    public void Set(string name, string? value)
    {
        if (string.IsNullOrEmpty(value))
            Attributes.Remove(name);
        else
            Attributes[name] = value;
    }

    /// <summary>Puts the attributes and links of <paramref name="now"/> in the place of those of <paramref name="before"/>; whether that changed anything.</summary>
    public bool Replace(NodeFacts before, NodeFacts now) =>
        Replace(Attributes, before.Attributes, now.Attributes) | Replace(Links, before.Links, now.Links);

    private static bool Replace(SortedDictionary<string, string> all, SortedDictionary<string, string> before, SortedDictionary<string, string> now)
    {
        var changed = false;
        foreach (var name in before.Keys)
            changed |= !now.ContainsKey(name) && all.Remove(name);
        foreach (var (name, value) in now)
        {
            changed |= all.GetValueOrDefault(name) != value;
            all[name] = value;
        }
        return changed;
    }
}
