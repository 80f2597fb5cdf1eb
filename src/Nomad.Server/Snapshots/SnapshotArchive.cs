using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Nomad.Server.State;

namespace Nomad.Server.Snapshots;

/// <summary>
/// A snapshot as operators keep it: a gzip'ed tar of <c>meta.json</c>, <c>state.bin</c> and <c>SHA256SUMS</c>, the last one with the
/// sums of the other two. Large states pass through temporary files that only this user can read and that go away by themselves.
/// </summary>
public static class SnapshotArchive
{
    private const string MetaName = "meta.json";
    private const string StateName = "state.bin";
    private const string SumsName = "SHA256SUMS";

    private const byte GzipStart = 0x1f;

    /// <summary>Largest state in an archive, in bytes: a million allocations take about 1 GB. An archive is small where what it unpacks to need not be.</summary>
    public const long MaxStateBytes = 64L << 30;

    /// <summary>Largest small file in an archive, in bytes.</summary>
    private const int MaxSmallFile = 1 << 20;

    private const int PieceBytes = 256 * 1024;

    /// <summary>Writes the archive of a state.</summary>
    /// <param name="state">What to keep.</param>
    /// <param name="term">The Raft term it is from.</param>
    /// <param name="now">When it is taken.</param>
    /// <param name="target">Where the archive goes; stays open.</param>
    public static void Write(StateSnapshot state, ulong term, DateTimeOffset now, Stream target)
    {
        using var content = TemporaryFile();
        StateStore.Save(state, content);
        content.Position = 0;
        var stateSum = SHA256.HashData(content);
        content.Position = 0;
        var meta = JsonSerializer.SerializeToUtf8Bytes(new SnapshotHeader
        {
            ID = $"{term}-{state.Index}-{now.ToUnixTimeMilliseconds()}", Index = state.Index, Term = term, Size = content.Length,
        }, SnapshotJson.Default.SnapshotHeader);
        var sums = Encoding.UTF8.GetBytes($"{Convert.ToHexStringLower(SHA256.HashData(meta))}  {MetaName}\n{Convert.ToHexStringLower(stateSum)}  {StateName}\n");
        using var packed = new GZipStream(target, CompressionLevel.Fastest, leaveOpen: true);
        using var tar = new TarWriter(packed, TarEntryFormat.Pax);
        Add(tar, MetaName, new MemoryStream(meta), now);
        Add(tar, StateName, content, now);
        Add(tar, SumsName, new MemoryStream(sums), now);
    }

    /// <summary>Reads and checks an archive in a stream that can seek. The content is the caller's to dispose.</summary>
    /// <exception cref="InvalidDataException">It is no archive of this kind, or damaged; the message says what is wrong.</exception>
    public static (SnapshotHeader Header, Stream Content) Read(Stream source) => Read(source, MaxStateBytes);

    internal static (SnapshotHeader Header, Stream Content) Read(Stream source, long maxStateBytes)
    {
        var content = TemporaryFile();
        try
        {
            return (Unpack(source, content, maxStateBytes), content);
        }
        catch (Exception problem)
        {
            content.Dispose();
            if (problem is JsonException or EndOfStreamException or FormatException or OverflowException or ArgumentException or NotSupportedException)
                throw new InvalidDataException($"the snapshot is damaged: {problem.Message}", problem);
            throw;
        }
    }

    /// <summary>The state of an archive by itself, for looking at.</summary>
    /// <exception cref="InvalidDataException">As for <see cref="Read"/>, or the state inside is damaged.</exception>
    public static (SnapshotHeader Header, StateSnapshot State) Open(Stream source)
    {
        var (header, content) = Read(source);
        using (content)
            return (header, Load(content));
    }

    /// <summary>Reads a state into a store of its own. Throws <see cref="InvalidDataException"/> when it is damaged.</summary>
    internal static StateSnapshot Load(Stream content)
    {
        var store = new StateStore(TimeProvider.System);
        store.Restore(content);
        return store.Snapshot();
    }

    private static SnapshotHeader Unpack(Stream source, Stream content, long maxStateBytes)
    {
        if (source.ReadByte() != GzipStart)
            throw new InvalidDataException("this is no snapshot: a gzip'ed archive is expected");
        source.Position--;
        using var unpacked = new GZipStream(source, CompressionMode.Decompress, leaveOpen: true);
        using var tar = new TarReader(unpacked);
        byte[]? meta = null, sums = null;
        var (created, hasState) = (default(DateTimeOffset), false);
        while (tar.GetNextEntry() is { } entry)
        {
            var data = entry.DataStream ?? Stream.Null;
            switch (entry.Name)
            {
                case MetaName: (meta, created) = (Small(data, MetaName), entry.ModificationTime); break;
                case SumsName: sums = Small(data, SumsName); break;
                case StateName when !hasState:
                    Copy(data, content, maxStateBytes);
                    hasState = true;
                    break;
                default: throw new InvalidDataException($"unexpected file \"{entry.Name}\" in the snapshot");
            }
        }
        // What follows the last file carries the checksum of the whole.
        unpacked.CopyTo(Stream.Null);
        if (meta is null || sums is null || !hasState)
            throw new InvalidDataException($"the snapshot must hold {MetaName}, {StateName} and {SumsName}");
        content.Position = 0;
        Check(sums, MetaName, SHA256.HashData(meta));
        Check(sums, StateName, SHA256.HashData(content));
        content.Position = 0;
        return JsonSerializer.Deserialize(meta, SnapshotJson.Default.SnapshotHeader)! with { Created = created };
    }

    private static void Copy(Stream data, Stream content, long limit)
    {
        var piece = new byte[PieceBytes];
        for (int count; (count = data.Read(piece)) > 0;)
        {
            if (content.Length + count > limit)
                throw new InvalidDataException($"{StateName} in the snapshot is larger than {limit} bytes, the most that is read");
            content.Write(piece, 0, count);
        }
    }

    private static void Check(byte[] sums, string name, byte[] sum)
    {
        if (!Encoding.UTF8.GetString(sums).Split('\n').Contains($"{Convert.ToHexStringLower(sum)}  {name}"))
            throw new InvalidDataException($"the snapshot is damaged: {name} does not have the sum of {SumsName}");
    }

    private static byte[] Small(Stream data, string name)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[4096];
        for (int count; (count = data.Read(chunk)) > 0;)
        {
            if (buffer.Length + count > MaxSmallFile)
                throw new InvalidDataException($"{name} in the snapshot is larger than {MaxSmallFile} bytes");
            buffer.Write(chunk, 0, count);
        }
        return buffer.ToArray();
    }

    private static void Add(TarWriter tar, string name, Stream data, DateTimeOffset now) => tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
    {
        DataStream = data, ModificationTime = now, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });

    internal static FileStream TemporaryFile() => new(Path.Combine(Path.GetTempPath(), "nomad-" + Path.GetRandomFileName()), new FileStreamOptions
    {
        Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, Options = FileOptions.DeleteOnClose,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
    });
}
