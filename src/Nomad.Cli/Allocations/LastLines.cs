namespace Nomad.Cli.Allocations;

/// <summary>Copies streams of text to the terminal as they come.</summary>
internal static class LastLines
{
    private const int BufferSize = 32 * 1024;

    public static async Task CopyAllAsync(Stream from, Stream to, CancellationToken stop)
    {
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            await to.WriteAsync(buffer.AsMemory(0, read), stop);
            await to.FlushAsync(stop);
        }
    }

    /// <summary>
    /// The agent sends from a guessed position; of what it sends at first only the last <paramref name="lines"/> lines are
    /// shown. When following, the first block that arrives is taken for all there is yet.
    /// </summary>
    public static async Task CopyAsync(Stream from, Stream to, long lines, bool follow, CancellationToken stop)
    {
        using var start = new MemoryStream();
        var buffer = new byte[BufferSize];
        int read;
        while ((read = await from.ReadAsync(buffer, stop)) > 0)
        {
            start.Write(buffer, 0, read);
            if (follow)
                break;
        }
        await to.WriteAsync(Last(start.ToArray(), lines), stop);
        await to.FlushAsync(stop);
        if (follow)
            await CopyAllAsync(from, to, stop);
    }

    internal static ReadOnlyMemory<byte> Last(byte[] text, long lines)
    {
        if (lines == 0)
            return ReadOnlyMemory<byte>.Empty;
        // A newline at the very end closes the last line and starts none.
        for (var at = text.Length - 2; at >= 0; at--)
        {
            if (text[at] == '\n' && --lines == 0)
                return text.AsMemory(at + 1);
        }
        return text;
    }
}
