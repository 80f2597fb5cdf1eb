using System.Globalization;
using System.Net;
using Nomad.Gossip;
using Nomad.Gossip.Membership;
using Nomad.Gossip.Security;

namespace Nomad.Simulation.Pools;

/// <summary>A member through all its lives. Its keys lie on its disk, so they are there again when it comes back.</summary>
internal sealed class PoolMember(int place, int seed)
{
    public const int FirstPort = 4000;

    public int Place => place;

    public string Name { get; } = $"m{place}.global";

    public IPEndPoint Address { get; } = new(IPAddress.Loopback, FirstPort + place);

    public Keyring Keys { get; } = new([new byte[32]]);

    public string PrimaryKey => Convert.ToBase64String(Keys.Keys[0]);

    public int Lives { get; private set; }

    /// <summary>Its tag of that name: others must learn of the newest.</summary>
    public string Life => Lives.ToString(CultureInfo.InvariantCulture);

    /// <summary>Null while it does not run.</summary>
    public SerfCore? Core { get; private set; }

    public SerfCore Begin()
    {
        Lives++;
        var options = new SerfOptions
        {
            NodeName = Name, Bind = Address, Timing = GossipTiming.Lan, Seed = seed + place,
            Tags = new Dictionary<string, string>(StringComparer.Ordinal) { ["role"] = "nomad", ["life"] = Life },
        };
        return Core = new SerfCore(options, Address, new Random(HashCode(seed, place, Lives)));
    }

    public void Kill() => Core = null;

    private static int HashCode(int seed, int place, int life) => unchecked((((seed * 31) + place) * 31) + life);
}
