using System.Net.Sockets;
using System.Text;

namespace Nomad.Testing;

/// <summary>A request of HTTP as it comes over a socket, head and body.</summary>
internal static class RequestText
{
    /// <summary>All of one request, or what there is when the caller hangs up before its end.</summary>
    public static async Task<string> ReadAsync(Socket connection, CancellationToken stop)
    {
        var buffer = new byte[65536];
        var text = "";
        while (!IsWhole(text))
        {
            var count = await connection.ReceiveAsync(buffer, stop);
            if (count == 0)
                break;
            text += Encoding.UTF8.GetString(buffer, 0, count);
        }
        return text;
    }

    private static bool IsWhole(string text)
    {
        var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        if (end < 0)
            return false;
        var length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return length is null || Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= int.Parse(length.Split(' ')[1]);
    }
}
