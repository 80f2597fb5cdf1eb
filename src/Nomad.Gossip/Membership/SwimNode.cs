using System.Net;

namespace Nomad.Gossip.Membership;

/// <summary>What the membership layer knows of a node. Numbers are the wire's.</summary>
internal enum SwimState
{
    Alive = 0,
    Suspect = 1,
    Dead = 2,
    Left = 3,
}

/// <summary>One node.</summary>
internal sealed class SwimNode(string name)
{
    public string Name => name;

    public byte[] Addr { get; set; } = [];

    public ushort Port { get; set; }

    public byte[] Meta { get; set; } = [];

    /// <summary>Minimum, maximum and current version of memberlist, then of Serf.</summary>
    public byte[] Vsn { get; set; } = [];

    public uint Incarnation { get; set; }

    public SwimState State { get; set; } = SwimState.Dead;

    public TimeSpan StateChange { get; set; }

    public Suspicion? Suspicion { get; set; }

    /// <summary>Where another one of this name was last heard of; it is said once.</summary>
    public IPEndPoint? ConflictsWith { get; set; }

    public bool IsGone => State is SwimState.Dead or SwimState.Left;

    public byte ProtocolMax => Vsn.Length == 6 ? Vsn[1] : (byte)0;

    public IPEndPoint EndPoint => new(new IPAddress(Addr), Port);
}
