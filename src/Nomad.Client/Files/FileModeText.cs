namespace Nomad.Client.Files;

/// <summary>Permissions as the API shows them: `-rw-r--r--`, `drwxrwxrwx`, `dtrwxrwxrwx`.</summary>
public static class FileModeText
{
    private const string Letters = "rwxrwxrwx";

    public static string Of(UnixFileMode mode, bool folder, bool link)
    {
        var text = new System.Text.StringBuilder();
        if (folder)
            text.Append('d');
        if (link)
            text.Append('L');
        if (mode.HasFlag(UnixFileMode.SetUser))
            text.Append('u');
        if (mode.HasFlag(UnixFileMode.SetGroup))
            text.Append('g');
        if (mode.HasFlag(UnixFileMode.StickyBit))
            text.Append('t');
        if (text.Length == 0)
            text.Append('-');
        for (var bit = 0; bit < Letters.Length; bit++)
            text.Append(((int)mode & (1 << (Letters.Length - 1 - bit))) != 0 ? Letters[bit] : '-');
        return text.ToString();
    }
}
