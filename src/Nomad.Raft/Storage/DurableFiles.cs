namespace Nomad.Raft.Storage;

internal static class DurableFiles
{
    /// <summary>After this, a power cut leaves the old content or the new one, nothing between.</summary>
    public static void Replace(this IRaftFiles files, string path, ReadOnlySpan<byte> content)
    {
        var temporary = path + ".tmp";
        using (var file = files.Create(temporary))
        {
            file.Write(content, 0);
            file.Flush();
        }

        files.Move(temporary, path);
        files.FlushDirectory(Path.GetDirectoryName(path)!);
    }
}
