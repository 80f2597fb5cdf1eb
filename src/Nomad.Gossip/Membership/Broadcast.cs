namespace Nomad.Gossip.Membership;

/// <summary>A message on its way to everybody.</summary>
internal sealed class Broadcast(byte[] message, string? key, TaskCompletionSource? sent)
{
    public byte[] Message => message;

    /// <summary>A newer broadcast with the same key replaces this one.</summary>
    public string? Key => key;

    /// <summary>Completed when it was sent often enough or replaced.</summary>
    public TaskCompletionSource? Sent => sent;

    public int Transmits { get; set; }

    public long Order { get; set; }
}
