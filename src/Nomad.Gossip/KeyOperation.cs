namespace Nomad.Gossip;

/// <summary>What to do with a key on every member of the pool.</summary>
public enum KeyOperation
{
    List,
    Install,
    Use,
    Remove,
}

internal static class KeyOperationNames
{
    /// <summary>The query that asks every member for it.</summary>
    public static string QueryName(this KeyOperation operation) => operation switch
    {
        KeyOperation.Install => "_serf_install-key",
        KeyOperation.Use => "_serf_use-key",
        KeyOperation.Remove => "_serf_remove-key",
        _ => "_serf_list-keys",
    };
}
