namespace Nomad.Conformance.Hardship;

/// <summary>
/// A file system of a few megabytes: on a loop device, and where the machine has none in memory. Where mounting is not allowed, the test is
/// skipped.
/// </summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    /// <summary>Mounts it on a new folder of that name.</summary>
    public static async Task<SmallDisk> MountAsync(string parent, int megabytes, string name = "disk")
    {
        var image = System.IO.Path.Combine(parent, name + ".image");
        using (var file = File.Create(image))
            file.SetLength(megabytes * 1024L * 1024);
        var path = Directory.CreateDirectory(System.IO.Path.Combine(parent, name)).FullName;
        var mounted = await DoneAsync("/sbin/mkfs.ext4", "-q", "-F", image) && await DoneAsync("mount", "-o", "loop", image, path)
            || await DoneAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path);
        Assert.SkipUnless(mounted, "the right to mount a file system (CAP_SYS_ADMIN) is missing");
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

    private static async Task<bool> DoneAsync(string program, params string[] arguments)
    {
        try
        {
            return await HardFolder.CommandAsync(program, arguments) == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false; // It is not installed.
        }
    }
}
