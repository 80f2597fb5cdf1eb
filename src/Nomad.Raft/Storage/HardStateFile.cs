using System.Buffers.Binary;
using System.Text;

namespace Nomad.Raft.Storage;

/// <summary>
/// The file of term and vote. It holds the same record twice, in two blocks of the disk: a server that forgot whom it voted for would
/// have to stay away for ever, and no other server could tell it. The record: magic 8, term 8, whether it voted 1, whom, CRC-32C 4.
/// </summary>
internal static class HardStateFile
{
    /// <summary>The second record begins here.</summary>
    private const int BlockBytes = 4096;

    private const int LeastBytes = 21;

    private static ReadOnlySpan<byte> Magic => "NMDMETA1"u8;

    public static void Write(IRaftFiles files, string path, HardState state)
    {
        var record = Encode(state);
        var content = new byte[BlockBytes + record.Length];
        record.CopyTo(content, 0);
        record.CopyTo(content, BlockBytes);
        files.Replace(path, content);
    }

    /// <summary>A record that went bad is written anew from the other one.</summary>
    /// <exception cref="DamagedFileException">Neither record is sound.</exception>
    public static HardState Read(IRaftFiles files, string path)
    {
        var content = files.Read(path);
        if (content.Length <= BlockBytes)
        {
            return Decode(content) ?? throw Damaged(path, content.Length);
        }

        var second = content.AsSpan(BlockBytes);
        var (first, other) = (Decode(content.AsSpan(0, Math.Min(second.Length, BlockBytes))), Decode(second));
        var state = first ?? other ?? throw Damaged(path, content.Length);
        if (first is null || other is null)
        {
            Write(files, path, state);
        }

        return state;
    }

    private static DamagedFileException Damaged(string path, int length) =>
        new(new StorageDamage("raft metadata file", path, 0, $"wrong checksum over {length} bytes; remove this server's data and let it join anew"));

    private static byte[] Encode(HardState state)
    {
        var vote = Encoding.UTF8.GetBytes(state.Vote ?? "");
        var record = new byte[LeastBytes + vote.Length];
        Magic.CopyTo(record);
        BinaryPrimitives.WriteUInt64LittleEndian(record.AsSpan(8), state.Term);
        record[16] = (byte)(state.Vote is null ? 0 : 1);
        vote.CopyTo(record, 17);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - 4), Crc32C.Of(record.AsSpan(0, record.Length - 4)));
        return record;
    }

    private static HardState? Decode(ReadOnlySpan<byte> record)
    {
        if (record.Length < LeastBytes || !record[..8].SequenceEqual(Magic) || BinaryPrimitives.ReadUInt32LittleEndian(record[^4..]) != Crc32C.Of(record[..^4]))
        {
            return null;
        }

        return new HardState(BinaryPrimitives.ReadUInt64LittleEndian(record[8..]), record[16] == 0 ? null : Encoding.UTF8.GetString(record[17..^4]));
    }
}
