using System.Runtime.CompilerServices;
using Nomad.Client.Native;
using Nomad.Model.Streams;
using Nomad.Rpc;

namespace Nomad.Client.Files;

/// <summary>Reading the folder of one allocation over the API. Secrets of tasks are refused; nothing outside the folder can be named.</summary>
public sealed class AllocFiles(string allocDir)
{
    private const int BlockBytes = 64 << 10;

    private static readonly string[] Hidden = ["secrets", "private"];

    public IReadOnlyList<AllocFileInfo> List(string path)
    {
        using var root = Open(path);
        using var folder = Guard(() => root.Hold(path));
        if (!Directory.Exists(folder.Path))
            throw RpcException.BadRequest($"{path} is not a directory");
        var found = new List<AllocFileInfo>();
        foreach (var entry in new DirectoryInfo(folder.Path).EnumerateFileSystemInfos())
            found.Add(Describe(entry, entry.Name));
        return [.. found.OrderBy(file => file.Name, StringComparer.Ordinal)];
    }

    public AllocFileInfo Stat(string path)
    {
        using var root = Open(path);
        using var held = Guard(() => root.Hold(path));
        var name = Path.GetFileName(path.TrimEnd('/'));
        if (Directory.Exists(held.Path))
        {
            return new AllocFileInfo
            {
                Name = name.Length > 0 ? name : "/",
                IsDir = true,
                Size = FolderSize("", held.Handle),
                FileMode = FileModeText.Of(File.GetUnixFileMode(held.Handle), folder: true, link: false),
                ModTime = File.GetLastWriteTimeUtc(held.Handle),
            };
        }
        using var stream = Guard(() => root.OpenFile(path));
        var handle = stream.SafeFileHandle;
        return new AllocFileInfo
        {
            Name = name,
            Size = stream.Length,
            FileMode = FileModeText.Of(File.GetUnixFileMode(handle), folder: false, link: false),
            ModTime = File.GetLastWriteTimeUtc(handle),
            ContentType = ContentTypes.Of(name, Head(stream)),
        };
    }

    /// <summary>The file as it is now, from <paramref name="offset"/>; <paramref name="limit"/> 0 = to the end.</summary>
    public async IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(
        string path, long offset, long limit, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var stream = OpenStream(path);
        stream.Seek(Math.Max(0, offset), SeekOrigin.Begin);
        var left = limit > 0 ? limit : long.MaxValue;
        while (left > 0)
        {
            var block = new byte[Math.Min(BlockBytes, left)];
            var count = await stream.ReadAsync(block, cancellation);
            if (count == 0)
                yield break;
            left -= count;
            yield return block.AsMemory(0, count);
        }
    }

    /// <summary>Opens one file for reading.</summary>
    public FileStream OpenStream(string path)
    {
        using var root = Open(path);
        return Guard(() => root.OpenFile(path));
    }

    public bool Exists(string path)
    {
        try
        {
            using var root = Open(path);
            using var held = root.Hold(path);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    private BeneathRoot Open(string path)
    {
        // `task/secrets` in any spelling and any detour: each part after the first that names a hidden folder is refused, before links are followed;
        // links into it are refused below by comparing where they lead.
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries).Where(part => part != ".").ToArray();
        if (parts.Length > 1 && Hidden.Contains(parts[1], StringComparer.OrdinalIgnoreCase))
            throw new RpcException($"Reading secret file prohibited: {path}", 403);
        try
        {
            var root = new BeneathRoot(allocDir);
            RefuseHiddenTarget(root, path);
            return root;
        }
        catch (IOException problem) when (!Directory.Exists(allocDir))
        {
            throw new RpcException($"allocation directory is gone: {problem.Message}", 404);
        }
    }

    private void RefuseHiddenTarget(BeneathRoot root, string path)
    {
        string? real;
        try
        {
            using var held = root.Hold(path);
            real = new FileInfo(held.Path).LinkTarget;
        }
        catch (FileNotFoundException)
        {
            return;
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new RpcException(problem.Message);
        }
        var home = RealPath(allocDir);
        var inside = real is not null && real.StartsWith(home, StringComparison.Ordinal) ? real[home.Length..] : "";
        var parts = inside.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length <= 1 || !Hidden.Contains(parts[1], StringComparer.OrdinalIgnoreCase))
            return;
        root.Dispose();
        throw new RpcException($"Reading secret file prohibited: {path}", 403);
    }

    private static string RealPath(string path)
    {
        using var root = new BeneathRoot(path);
        using var held = root.Hold(".");
        return new FileInfo(held.Path).LinkTarget ?? path;
    }

    private static byte[] Head(FileStream stream)
    {
        const int sniffedBytes = 512;
        var head = new byte[sniffedBytes];
        return head[..stream.ReadAtLeast(head, sniffedBytes, throwOnEndOfStream: false)];
    }

    private static T Guard<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (FileNotFoundException problem)
        {
            throw RpcException.NotFound(problem.Message);
        }
        catch (UnauthorizedAccessException problem)
        {
            throw new RpcException(problem.Message);
        }
        catch (IOException problem)
        {
            throw RpcException.BadRequest(problem.Message);
        }
    }

    private static long FolderSize(string path, Microsoft.Win32.SafeHandles.SafeFileHandle? handle) => OperatingSystem.IsLinux() ? Linux.SizeOf(path, handle) : 0;

    private static AllocFileInfo Describe(FileSystemInfo entry, string name)
    {
        var link = entry.LinkTarget is not null;
        var folder = entry is DirectoryInfo && !link;
        return new AllocFileInfo
        {
            Name = name,
            IsDir = folder,
            Size = entry is FileInfo file && !link ? file.Length : folder ? FolderSize(entry.FullName, null) : 0,
            FileMode = FileModeText.Of(entry.UnixFileMode, folder, link),
            ModTime = entry.LastWriteTimeUtc,
        };
    }
}
