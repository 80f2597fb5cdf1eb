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
        var starts = RecordStarts(whole); // entries 7 to 10 were one write: 8 and 9 never got there, 10 is sound
        whole.AsSpan(starts[7], starts[9] - starts[7]).Clear();
        File.WriteAllBytes(path, whole);
        var loaded = Load();
        Assert.Equal((7, false), (loaded.Entries.Count, loaded.LacksEntries));
    }

    [Fact]
    public void Any_bit_that_changes_in_the_log_is_noticed()
    {
        var path = WriteTenEntries();
        var whole = File.ReadAllBytes(path);
        var starts = RecordStarts(whole);
        for (var at = starts[0]; at < whole.Length; at++)
        {
            for (var bit = 0; bit < 8; bit++)
            {
                var damaged = whole.ToArray();
                damaged[at] ^= (byte)(1 << bit);
                File.WriteAllBytes(path, damaged);
                var loaded = Load();
                var entry = starts.Count(start => start <= at) - 1;
                Assert.Equal((path, (long)starts[entry], entry, true), (loaded.Damage?.Path, loaded.Damage?.Offset, loaded.Entries.Count, loaded.LacksEntries));
                Assert.Equal(damaged, File.ReadAllBytes(path));
            }
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(0)]
    public void What_is_cut_for_damage_is_remembered_until_it_is_repaired(int offset)
    {
        WriteTenEntries();
        using (var storage = new DiskRaftStorage(directory, segmentBytes: 100))
        {
            storage.Load();
            storage.Append([Entry(11, 1)]);
            storage.Append([Entry(12, 1)]);
        }

        Damage(Directory.GetFiles(Path.Combine(directory, "log")).Order().First(), offset);
        using (var storage = new DiskRaftStorage(directory))
        {
            Assert.NotNull(storage.Load().Damage);
            storage.CutDamage();
        }

        var kept = offset == 0 ? 0 : 4;
        using (var storage = new DiskRaftStorage(directory))
        {
            var loaded = storage.Load();
            Assert.Equal((null, true, kept), (loaded.Damage, loaded.LacksEntries, loaded.Entries.Count));
            storage.Append([Entry((ulong)kept + 1, 2)]);
            storage.Repaired();
        }

        var repaired = Load();
        Assert.Equal((false, kept + 1), (repaired.LacksEntries, repaired.Entries.Count));
    }

    [Fact]
    public void Of_term_and_vote_one_of_two_records_may_be_damaged()
    {
        using (var storage = new DiskRaftStorage(directory))
        {
            storage.SaveHardState(new HardState(3, "node-b"));
        }

        var path = Path.Combine(directory, "meta");
        var whole = File.ReadAllBytes(path);
        foreach (var at in new[] { 0, 9, 4096, 4096 + 9, whole.Length - 1 })
        {
            Damage(path, at);
            Assert.Equal(new HardState(3, "node-b"), Load().HardState);
            Assert.Equal(whole, File.ReadAllBytes(path));
        }

        Damage(path, 9);
        Damage(path, 4096 + 9);
        Assert.Contains(path, Assert.Throws<DamagedFileException>(() => Load()).Message);
    }

    [Fact]
    public void A_damaged_snapshot_is_passed_over_for_the_one_before_it_if_the_log_follows_that_one()
    {
        using (var storage = new DiskRaftStorage(directory, segmentBytes: 100))
        {
            storage.Load();
            storage.SaveHardState(new HardState(5, null));
            for (ulong i = 1; i <= 30; i++)
            {
                storage.Append([Entry(i, 5)]);
            }

            Snapshot(storage, 15, 5, "older");
            Snapshot(storage, 25, 5, "newer");
        }

        var newest = Directory.GetFiles(Path.Combine(directory, "snapshots")).Order().Last();
        Damage(newest, (int)new FileInfo(newest).Length - 14);
        var loaded = Load();
        Assert.Equal((15ul, false, "30/5"), (loaded.Snapshot!.Index, loaded.LacksEntries, Places(loaded)[^1]));
        using (var storage = new DiskRaftStorage(directory))
        {
            storage.Load();
            storage.Compact(20, 5);
        }

        using (var storage = new DiskRaftStorage(directory))
        {
            loaded = storage.Load();
            Assert.Equal((newest, 15ul, 0), (loaded.Damage?.Path, loaded.BaseIndex, loaded.Entries.Count));
            storage.CutDamage();
        }

        Assert.Equal((true, 15ul), (Load().LacksEntries, Load().Snapshot!.Index));
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
        Assert.Contains(path, Assert.Throws<DamagedFileException>(() => new StreamReader(damaged).ReadToEnd()).Message);
    }

    private static void Damage(string path, int at)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[at] ^= 0x10;
        File.WriteAllBytes(path, bytes);
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
