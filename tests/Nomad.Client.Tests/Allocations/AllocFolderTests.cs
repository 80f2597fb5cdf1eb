using Nomad.Client.Allocations;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tests.Allocations;

public sealed class AllocFolderTests
{
    [Theory]
    [InlineData("t/local")]
    [InlineData("t/tmp")]
    [InlineData("t/secrets")]
    [InlineData("alloc/data")]
    public void Links_that_a_task_leaves_in_place_of_its_folders_open_nothing_to_it(string place)
    {
        using var scratch = new Scratch();
        var folder = new AllocFolder(scratch.Path, "a1");
        var task = new JobTask { Name = "t" };
        folder.Build();
        folder.BuildTask(task);
        var (path, victim) = (Path.Combine(folder.Path, place), Path.Combine(scratch.Path, "victim"));
        var before = Directory.CreateDirectory(victim, UnixFileMode.UserRead | UnixFileMode.UserExecute).UnixFileMode;
        // What a container with mounts of its own can do to its memory file systems.
        if (Environment.UserName == "root" && place == "t/secrets")
            System.Diagnostics.Process.Start("umount", path).WaitForExit();
        Directory.Delete(path, recursive: true);
        Directory.CreateSymbolicLink(path, victim);
        Assert.Throws<IOException>(() =>
        {
            folder.Build();
            folder.BuildTask(task);
        });
        Assert.Equal(before, new DirectoryInfo(victim).UnixFileMode);
        folder.Destroy();
        Assert.True(Directory.Exists(victim));
    }

    [Fact]
    public void Removing_an_allocation_unmounts_nothing_that_a_task_linked_to()
    {
        Assert.SkipWhen(Environment.UserName != "root", "mounting needs root");
        using var scratch = new Scratch();
        var (mine, other) = (new AllocFolder(scratch.Path, "mine"), new AllocFolder(scratch.Path, "other"));
        foreach (var folder in new[] { mine, other })
        {
            folder.Build();
            folder.BuildTask(new JobTask { Name = "t" });
        }
        File.WriteAllText(Path.Combine(other.Secrets("t"), "key"), "held");
        System.Diagnostics.Process.Start("umount", mine.Secrets("t")).WaitForExit();
        Directory.Delete(mine.Secrets("t"));
        Directory.CreateSymbolicLink(mine.Secrets("t"), other.Secrets("t"));
        mine.Destroy();
        Assert.Equal("held", File.ReadAllText(Path.Combine(other.Secrets("t"), "key")));
        other.Destroy();
    }
}
