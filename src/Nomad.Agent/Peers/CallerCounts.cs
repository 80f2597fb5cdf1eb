using System.Collections.Concurrent;
using System.Net;

namespace Nomad.Agent.Peers;

/// <summary>How many connections each address has open, so that one caller cannot take them all. Any thread.</summary>
/// <param name="most">Connections of one address at once; 0 = no limit.</param>
internal sealed class CallerCounts(int most)
{
    private readonly ConcurrentDictionary<IPAddress, int> open = new();

    public int Most => most;

    /// <summary>Counts one more. False when there are too many; <see cref="Leave"/> must follow all the same.</summary>
    public bool Enter(IPAddress caller) => open.AddOrUpdate(caller, 1, static (_, count) => count + 1) <= most || most <= 0;

    public void Leave(IPAddress caller)
    {
        if (open.AddOrUpdate(caller, 0, static (_, count) => count - 1) <= 0)
            open.TryRemove(KeyValuePair.Create(caller, 0));
    }
}
