using System.Globalization;
using System.Text;
using Nomad.Model.Jobs;

namespace Nomad.Model.Nodes;

/// <summary>
/// Nodes of one computed class look alike to every constraint that does not ask for something unique, so feasibility is decided once a
/// class. The class is <c>v1:</c> and a 64-bit hash over datacenter, class, pool, and the attributes, metadata and devices without their
/// keys that start with <c>unique.</c>.
/// </summary>
public static class ComputedClass
{
    private const string UniquePrefix = "unique.";

    private static readonly string[] UniqueTargets = ["${node.unique.", "${attr.unique.", "${meta.unique.", "${unique."];

    public static string Of(Node node)
    {
        var hash = new Fnv();
        hash.Add(node.Datacenter);
        hash.Add(node.NodeClass);
        hash.Add(node.NodePool);
        AddMap(ref hash, node.Attributes);
        AddMap(ref hash, node.Meta);
        foreach (var device in (node.NodeResources?.Devices).OrEmpty()
            .OrderBy(device => (device.Vendor, device.Type, device.Name)))
        {
            hash.Add(device.Vendor);
            hash.Add(device.Type);
            hash.Add(device.Name);
            AddMap(ref hash, device.Attributes.OrEmpty().ToDictionary(pair => pair.Key, pair => Text(pair.Value)));
        }
        return "v1:" + hash.Value.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>Whether a constraint asks for something unique to a node, so that its answer does not hold for the class.</summary>
    public static bool Escapes(Constraint constraint) => Escapes(constraint.LTarget) || Escapes(constraint.RTarget);

    public static bool Escapes(string target) => Array.Exists(UniqueTargets, prefix => target.StartsWith(prefix, StringComparison.Ordinal));

    private static void AddMap(ref Fnv hash, IReadOnlyDictionary<string, string>? map)
    {
        foreach (var (key, value) in map.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (key.StartsWith(UniquePrefix, StringComparison.Ordinal))
                continue;
            hash.Add(key);
            hash.Add(value);
        }
        hash.Add("");
    }

    private static string Text(DeviceAttribute attribute) => FormattableString.Invariant(
        $"{attribute.Float}/{attribute.Int}/{attribute.String}/{attribute.Bool}/{attribute.Unit}");

    /// <summary>FNV-1a over length-prefixed text: stable over releases and machines, unlike string hash codes.</summary>
    private struct Fnv()
    {
        private const ulong Prime = 1_099_511_628_211;

        public ulong Value { get; private set; } = 14_695_981_039_346_656_037;

        public void Add(string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            for (var shift = 0; shift < 32; shift += 8)
                Add((byte)(bytes.Length >> shift));
            foreach (var value in bytes)
                Add(value);
        }

        private void Add(byte value) => Value = unchecked((Value ^ value) * Prime);
    }
}
