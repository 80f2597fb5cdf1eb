using Nomad.Model.Jobs;

namespace Nomad.Client.Allocations;

/// <summary>The folders of one allocation on the host. Building again over existing folders is allowed and changes nothing.</summary>
public sealed class AllocFolder(string parent, string allocId)
{
    private const UnixFileMode Everyone = (UnixFileMode)0b111_111_111;
    private const UnixFileMode OwnerWrites = (UnixFileMode)0b111_101_101;
    private const int DefaultSecretsMegabytes = 1;

    public string Path { get; } = System.IO.Path.Combine(parent, allocId);

    /// <summary>Shared by all tasks.</summary>
    public string Shared => System.IO.Path.Combine(Path, "alloc");

    public string Data => System.IO.Path.Combine(Shared, "data");

    public string Logs => System.IO.Path.Combine(Shared, "logs");

    public string TaskDir(string task) => System.IO.Path.Combine(Path, task);

    public string Local(string task) => System.IO.Path.Combine(Path, task, "local");

    public string Secrets(string task) => System.IO.Path.Combine(Path, task, "secrets");

    public string Private(string task) => System.IO.Path.Combine(Path, task, "private");

    public string Temporary(string task) => System.IO.Path.Combine(Path, task, "tmp");

    public void Build()
    {
        Make(Path, OwnerWrites);
        Make(Shared, Everyone);
        Make(Data, Everyone);
        Make(Logs, Everyone);
        Make(System.IO.Path.Combine(Shared, "tmp"), Everyone);
    }

    public void BuildTask(JobTask task)
    {
        Make(TaskDir(task.Name), Everyone);
        Make(Local(task.Name), Everyone);
        Make(Temporary(task.Name), Everyone | UnixFileMode.StickyBit);
        MakeSecret(Secrets(task.Name), task.Resources?.SecretsMB is > 0 and var wanted ? wanted : DefaultSecretsMegabytes);
        MakeSecret(Private(task.Name), DefaultSecretsMegabytes);
    }

    /// <summary>Moves the data of an allocation that ended on this node here: what the tasks share, and each task's own folder.</summary>
    public void TakeDataOf(AllocFolder previous, IEnumerable<string> tasks)
    {
        Move(previous.Data, Data);
        foreach (var task in tasks)
            Move(previous.Local(task), Local(task));
    }

    /// <summary>Removes everything, and the memory file systems first. Links are removed, never followed.</summary>
    /// <exception cref="IOException">Something is still in use.</exception>
    public void Destroy()
    {
        if (!Directory.Exists(Path))
            return;
        foreach (var task in Directory.EnumerateDirectories(Path))
        {
            Release(System.IO.Path.Combine(task, "secrets"));
            Release(System.IO.Path.Combine(task, "private"));
        }
        Directory.Delete(Path, recursive: true);
    }

    private static void Make(string path, UnixFileMode mode)
    {
        Directory.CreateDirectory(path);
        // The umask of the agent must not decide what tasks may do, nor a link that a task left here which folder it is done to.
        if (OperatingSystem.IsLinux())
            Native.Linux.ChangeFolderMode(path, mode);
    }

    // In memory where the agent may mount: secrets then never reach a disk. Elsewhere a plain folder.
    private static void MakeSecret(string path, int megabytes)
    {
        var fresh = !Directory.Exists(path);
        Make(path, Everyone);
        if (fresh && OperatingSystem.IsLinux() && Native.Linux.IsRoot && Native.Linux.MountMemory(path, megabytes) == 0)
            Native.Linux.ChangeFolderMode(path, Everyone);
    }

    private static void Release(string path)
    {
        if (OperatingSystem.IsLinux() && Native.Linux.IsRoot && Directory.Exists(path))
            Native.Linux.Unmount(path);
    }

    private static void Move(string from, string to)
    {
        if (!Directory.Exists(from))
            return;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(to)!);
        if (Directory.Exists(to))
            Directory.Delete(to, recursive: true);
        Directory.Move(from, to);
    }
}
