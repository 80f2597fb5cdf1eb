namespace Nomad.Gossip.Membership;

/// <summary>What the layer above is told.</summary>
internal interface ISwimOwner
{
    void NodeJoined(SwimNode node);

    void NodeLeft(SwimNode node);

    void NodeUpdated(SwimNode node);

    void UserMessage(byte[] message);

    /// <summary>Why a node may not be a member, or null.</summary>
    string? Refuse(SwimNode node);

    /// <summary>Further messages for a packet, each with its user type byte.</summary>
    void TakeBroadcasts(List<byte[]> target, ref int room, int overhead);
}
