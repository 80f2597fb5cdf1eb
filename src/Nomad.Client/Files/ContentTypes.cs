namespace Nomad.Client.Files;

/// <summary>A guess of what a file holds, by its name and else by its first bytes.</summary>
public static class ContentTypes
{
    public const string Text = "text/plain; charset=utf-8";
    public const string Binary = "application/octet-stream";

    public static string Of(string name, ReadOnlySpan<byte> head) => Path.GetExtension(name).ToLowerInvariant() switch
    {
        ".html" or ".htm" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        ".xml" => "text/xml; charset=utf-8",
        ".png" => "image/png",
        ".jpg" or ".jpeg" => "image/jpeg",
        ".gif" => "image/gif",
        ".svg" => "image/svg+xml",
        ".pdf" => "application/pdf",
        _ => Sniff(head),
    };

    private static string Sniff(ReadOnlySpan<byte> head)
    {
        foreach (var value in head)
        {
            // Control bytes other than tab, line ends, form feed and escape do not occur in text.
            if (value < 0x20 && value is not (0x09 or 0x0a or 0x0c or 0x0d or 0x1b))
                return Binary;
        }
        return Text;
    }
}
