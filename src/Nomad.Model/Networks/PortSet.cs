using System.Globalization;
using System.Numerics;

namespace Nomad.Model.Networks;

/// <summary>A set of port numbers, one bit each. Not safe for concurrent change.</summary>
public sealed class PortSet
{
    /// <summary>Ports are 16 bits.</summary>
    public const int Limit = 65_536;

    private const int BitsPerWord = 64;

    private readonly ulong[] words = new ulong[Limit / BitsPerWord];

    public bool Contains(int port) => (words[port / BitsPerWord] & (1UL << (port % BitsPerWord))) != 0;

    /// <summary>True when the port was not there before.</summary>
    public bool Add(int port)
    {
        var added = !Contains(port);
        words[port / BitsPerWord] |= 1UL << (port % BitsPerWord);
        return added;
    }

    public void Remove(int port) => words[port / BitsPerWord] &= ~(1UL << (port % BitsPerWord));

    /// <summary>How many ports of a range, both ends included, are not in the set.</summary>
    public int CountFree(int first, int last)
    {
        var used = 0;
        for (var port = first; port <= last; port++)
        {
            if (port % BitsPerWord == 0 && port + BitsPerWord - 1 <= last)
            {
                used += BitOperations.PopCount(words[port / BitsPerWord]);
                port += BitsPerWord - 1;
            }
            else if (Contains(port))
            {
                used++;
            }
        }
        return last - first + 1 - used;
    }

    public PortSet Copy()
    {
        var copy = new PortSet();
        words.CopyTo(copy.words, 0);
        return copy;
    }

    /// <summary>
    /// Reads a list such as <c>22,80,8500-8600</c>, blanks allowed, "" = none; null when a part is no port or a range runs backwards.
    /// </summary>
    public static IReadOnlyList<int>? Parse(string list)
    {
        var ports = new List<int>();
        foreach (var part in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var dash = part.IndexOf('-');
            var from = dash < 0 ? part : part[..dash];
            var to = dash < 0 ? part : part[(dash + 1)..];
            if (!TryPort(from, out var first) || !TryPort(to, out var last) || first > last)
                return null;
            ports.AddRange(Enumerable.Range(first, last - first + 1));
        }
        return ports;
    }

    private static bool TryPort(string text, out int port) =>
        int.TryParse(text, NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out port) && port < Limit;
}
