using System.Security.Cryptography;
using System.Text;

namespace Nomad.Rpc;

/// <summary>Comparing secrets without telling by the time it takes how much of a guess was right.</summary>
public static class Secrets
{
    /// <summary>False also when either is empty: nothing proves nothing.</summary>
    public static bool Same(string known, string given) => known.Length > 0 && given.Length > 0
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(known), Encoding.UTF8.GetBytes(given));
}
