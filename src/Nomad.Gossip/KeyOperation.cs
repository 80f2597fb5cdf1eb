namespace Nomad.Gossip;

/// <summary>What to do with a key on every member of the pool.</summary>
public enum KeyOperation
{
    List,
    Install,
    Use,
    Remove,
}
