using System.Text;
using Nomad.Raft.Storage;

namespace Nomad.Raft.Tests.Storage;

public sealed class DiskRaftStorageTests : IDisposable
{
    private readonly string directory = Directory.CreateTempSubdirectory("raft").FullName;

    public void Dispose() => Directory.Delete(directory, recursive: true);

    [Fact]
    public void Entries_term_and_vote_come_back()
    {
        using (var storage = new DiskRaftStorage(directory))
        {
            storage.Load();
            storage.SaveHardState(new HardState(3, "node-b"));
            storage.Append([Entry(1, 1), Entry(2, 2)]);
            storage.Append([Entry(3, 3)]);
        }

        var loaded = Load();
        Assert.Equal(new HardState(3, "node-b"), loaded.HardState);
        Assert.Equal(["1/1", "2/2", "3/3"], Places(loaded));
        Assert.Equal("entry 3 of term 3", Encoding.UTF8.GetString(loaded.Entries[2].Data.Span));
    }

    [Fact]
    public void A_conflict_replaces_the_tail_even_across_files()
    {
        using (var storage = new DiskRaftStorage(directory, segmentBytes: 100))
        {
            storage.Load();
            storage.SaveHardState(new HardState(1, null));
            for (ulong i = 1; i <= 20; i++)
            {
                storage.Append([Entry(i, 1)]);
            }

            storage.Append([Entry(7, 2), Entry(8, 2)]);
            storage.Append([Entry(9, 2)]);
        }

        Assert.Equal(["6/1", "7/2", "8/2", "9/2"], Places(Load())[^4..]);
    }

    [Fact]
    public void A_tail_torn_at_any_byte_is_cut_to_the_last_whole_entry()
    {
        var path = WriteTenEntries();
        var whole = File.ReadAllBytes(path);
        var starts = RecordStarts(whole);
        for (var length = starts[0]; length < whole.Length; length++)
        {
            File.WriteAllBytes(path, whole[..length]);
            var expected = starts.Count(start => start <= length) - 1;
            Assert.Equal(expected, Load().Entries.Count);
            Assert.Equal(starts[expected], new FileInfo(path).Length);
        }
    }

    [Fact]
    public void A_torn_batch_whose_last_part_reached_the_disk_first_is_cut()
    {
        var path = WriteTenEntries();
        var whole = File.ReadAllBytes(path);
        whole[RecordStarts(whole)[7] + 30] ^= 0x40; // entries 7 to 10 were one write: 8 is damaged, 9 and 10 are sound
        File.WriteAllBytes(path, whole);
        Assert.Equal(7, Load().Entries.Count);
    }

    [Fact]
    public void Damage_before_a_later_write_is_refused_with_file_and_offset()
    {
        var path = WriteTenEntries();
        var whole = File.ReadAllBytes(path);
        var start = RecordStarts(whole)[2];
        for (var at = start; at < RecordStarts(whole)[3]; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= 0x01;
            File.WriteAllBytes(path, damaged);
            var error = Assert.Throws<InvalidDataException>(() => Load());
            Assert.Contains(path, error.Message);
            Assert.Contains($"offset {start} ", error.Message);
        }
    }

    [Fact]
    public void Damaged_metadata_is_refused()
    {
        using (var storage = new DiskRaftStorage(directory))
        {
            storage.SaveHardState(new HardState(3, "node-b"));
        }

        var path = Path.Combine(directory, "meta");
        var content = File.ReadAllBytes(path);
        content[9] ^= 1;
        File.WriteAllBytes(path, content);
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => Load()).Message);
    }

    [Fact]
    public void Compaction_keeps_the_place_before_the_first_entry()
    {
        using (var storage = new DiskRaftStorage(directory, segmentBytes: 100))
        {
            storage.Load();
            storage.SaveHardState(new HardState(5, null));
            for (ulong i = 1; i <= 30; i++)
            {
                storage.Append([Entry(i, i < 10 ? 4ul : 5)]);
            }

            Snapshot(storage, 25, 5, "state");
            storage.Compact(20, 5);
        }

        var loaded = Load();
        Assert.True(loaded.BaseIndex is > 10 and <= 20, $"base {loaded.BaseIndex}");
        Assert.Equal((5ul, 25ul, "30/5"), (loaded.BaseTerm, loaded.Snapshot!.Index, Places(loaded)[^1]));
    }

    [Fact]
    public void A_snapshot_beyond_the_log_replaces_it()
    {
        using (var storage = new DiskRaftStorage(directory))
        {
            storage.Load();
            storage.SaveHardState(new HardState(5, null));
            storage.Append([Entry(1, 1)]);
            Snapshot(storage, 25, 5, "state");
        }

        var loaded = Load();
        Assert.Equal((25ul, 5ul, 0), (loaded.BaseIndex, loaded.BaseTerm, loaded.Entries.Count));
    }

    [Fact]
    public void A_snapshot_that_was_not_finished_never_existed_and_damage_is_found_while_reading()
    {
        using (var storage = new DiskRaftStorage(directory))
        {
            Snapshot(storage, 3, 1, "first");
            using var unfinished = storage.Snapshots.Create(Meta(9, 1));
            unfinished.Content.Write("half"u8);
        }

        var store = new DiskSnapshotStore(Path.Combine(directory, "snapshots"));
        Assert.Equal(3ul, store.Latest!.Index);
        Assert.Equal("a:1", store.Latest.Configuration.Find("a")!.Address);
        using (var content = store.OpenLatest().Content)
        {
            Assert.Equal("first", new StreamReader(content).ReadToEnd());
        }

        var path = Directory.GetFiles(store.Directory).Single();
        var bytes = File.ReadAllBytes(path);
        bytes[^14] ^= 1;
        File.WriteAllBytes(path, bytes);
        using var damaged = store.OpenLatest().Content;
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => new StreamReader(damaged).ReadToEnd()).Message);
    }

    private static LogEntry Entry(ulong index, ulong term) =>
        new(index, term, EntryKind.Command, Encoding.UTF8.GetBytes($"entry {index} of term {term}"));

    private static SnapshotMeta Meta(ulong index, ulong term) => new(index, term, new RaftConfiguration([new("a", "a:1")]), 1);

    private static void Snapshot(DiskRaftStorage storage, ulong index, ulong term, string content)
    {
        using var sink = storage.Snapshots.Create(Meta(index, term));
        sink.Content.Write(Encoding.UTF8.GetBytes(content));
        sink.Commit();
    }

    private static string[] Places(StoredLog log) => [.. log.Entries.Select(entry => $"{entry.Index}/{entry.Term}")];

    private static List<int> RecordStarts(byte[] file)
    {
        var starts = new List<int> { 32 };
        while (starts[^1] < file.Length)
        {
            starts.Add(starts[^1] + 25 + BitConverter.ToInt32(file, starts[^1]));
        }

        return starts;
    }

    /// <summary>Entries 1 to 6 one by one, 7 to 10 in one write.</summary>
    private string WriteTenEntries()
    {
        using var storage = new DiskRaftStorage(directory);
        storage.Load();
        storage.SaveHardState(new HardState(1, null));
        for (ulong i = 1; i <= 6; i++)
        {
            storage.Append([Entry(i, 1)]);
        }

        storage.Append([Entry(7, 1), Entry(8, 1), Entry(9, 1), Entry(10, 1)]);
        return Directory.GetFiles(Path.Combine(directory, "log")).Single();
    }

    private StoredLog Load()
    {
        using var storage = new DiskRaftStorage(directory);
        return storage.Load();
    }
}
