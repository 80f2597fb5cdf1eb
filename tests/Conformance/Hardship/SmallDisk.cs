namespace Nomad.Conformance.Hardship;

/// <summary>A file system of a few megabytes on a loop device. Where mounting is not allowed, the test is skipped.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public static async Task<SmallDisk> MountAsync(HardFolder folder, int megabytes)
    {
        var image = System.IO.Path.Combine(folder.Root, "image");
        using (var file = File.Create(image))
            file.SetLength(megabytes * 1024L * 1024);
        var path = Directory.CreateDirectory(System.IO.Path.Combine(folder.Root, "disk")).FullName;
        var mounted = false;
        try
        {
            mounted = await HardFolder.CommandAsync("mkfs.ext4", "-q", "-F", image) == 0
                && await HardFolder.CommandAsync("mount", "-o", "loop", image, path) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // One of the two programs is not installed.
        }
        Assert.SkipUnless(mounted, "this machine does not let the test mount a loop device");
        return new SmallDisk(path);
    }

    public void Fill()
    {
        using var file = File.OpenHandle(System.IO.Path.Combine(Path, "fill"), FileMode.Create, FileAccess.Write);
        var block = new byte[4096];
        try
        {
            for (var offset = 0L; ; offset += block.Length)
            {
                RandomAccess.Write(file, block, offset);
            }
        }
        catch (IOException)
        {
            // Full, as intended.
        }
    }

    public async ValueTask DisposeAsync() => await HardFolder.CommandAsync("umount", "-l", Path);
}
