namespace Nomad.Cli.Allocations;

/// <summary>
/// Finds the way out of a session in what a person types: the escape character at the start of a line and then a dot. Keys
/// pass through unchanged until then; the escape character itself is held back until the next key decides.
/// </summary>
/// <param name="escape">The character; null: there is no way out but the command's end.</param>
internal sealed class EscapeSequence(byte? escape)
{
    private bool atLineStart = true;
    private bool held;

    /// <summary>The bytes to pass on. <paramref name="left"/>: the person wants to leave, nothing after that is passed on.</summary>
    public byte[] Pass(ReadOnlySpan<byte> typed, out bool left)
    {
        var passed = new List<byte>(typed.Length + 1);
        left = false;
        foreach (var key in typed)
        {
            if (held && key == (byte)'.')
            {
                left = true;
                break;
            }
            // A doubled escape character means the character itself.
            if (held && key != escape)
                passed.Add(escape!.Value);
            held = !held && atLineStart && key == escape;
            atLineStart = key is (byte)'\r' or (byte)'\n';
            if (!held)
                passed.Add(key);
        }
        return [.. passed];
    }
}
