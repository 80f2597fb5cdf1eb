using System.Security.Cryptography;

namespace Nomad.Gossip.Security;

/// <summary>Keys of the pool: the first one encrypts, each may decrypt. Safe for any thread.</summary>
public sealed class Keyring
{
    private readonly Lock gate = new();
    private readonly List<byte[]> keys = [];

    /// <exception cref="ArgumentException">A key is not 16, 24 or 32 bytes long.</exception>
    public Keyring(IEnumerable<byte[]> keys)
    {
        foreach (var key in keys)
        {
            Install(key);
        }
    }

    /// <summary>Primary first.</summary>
    public IReadOnlyList<byte[]> Keys
    {
        get
        {
            lock (gate)
            {
                return [.. keys];
            }
        }
    }

    public void Install(byte[] key)
    {
        if (key.Length is not (16 or 24 or 32))
        {
            throw new ArgumentException("key size must be 16, 24 or 32 bytes");
        }

        lock (gate)
        {
            if (Find(key) < 0)
            {
                keys.Add(key);
            }
        }
    }

    /// <summary>Makes a present key the primary one.</summary>
    public void Use(byte[] key)
    {
        lock (gate)
        {
            var at = Find(key);
            if (at < 0)
            {
                throw new ArgumentException("requested key is not in the keyring");
            }

            keys.RemoveAt(at);
            keys.Insert(0, key);
        }
    }

    public void Remove(byte[] key)
    {
        lock (gate)
        {
            var at = Find(key);
            if (at == 0)
            {
                throw new ArgumentException("removing the primary key is not allowed");
            }

            if (at > 0)
            {
                keys.RemoveAt(at);
            }
        }
    }

    private int Find(byte[] key) => keys.FindIndex(known => CryptographicOperations.FixedTimeEquals(known, key));
}
