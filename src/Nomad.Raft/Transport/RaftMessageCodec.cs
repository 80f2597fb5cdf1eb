using System.Text;
using Nomad.Raft.Storage;

namespace Nomad.Raft.Transport;

/// <summary>
/// Messages as bytes between servers of this product: the version of the protocol, a kind, the common head, then the fields in order,
/// little-endian. A later version may add kinds, and fields at the end: servers of both work together while one after the other is replaced.
/// </summary>
public static class RaftMessageCodec
{
    /// <summary>A message is refused beyond this: entries of one message stay below it, see <see cref="RaftOptions.MaxEntryBytes"/>.</summary>
    public const int MaxMessageBytes = RaftOptions.MaxEntryBytes + (2 * 1024 * 1024);

    /// <summary>What this program speaks.</summary>
    public const byte Version = 2;

    /// <summary>The oldest version that is understood.</summary>
    public const byte OldestVersion = 1;

    private const int MaxEntries = 1024 * 1024;

    public static byte[] Encode(RaftMessage message)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        writer.Write(KindOf(message));
        writer.Write(message.From);
        writer.Write(message.To);
        writer.Write(message.Term);
        WriteFields(writer, message);
        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="InvalidDataException">Not a message of this protocol.</exception>
    public static RaftMessage Decode(byte[] bytes)
    {
        try
        {
            using var reader = new BinaryReader(new MemoryStream(bytes), Encoding.UTF8);
            var version = reader.ReadByte();
            if (version < OldestVersion)
            {
                throw new InvalidDataException($"raft message of protocol version {version}; {OldestVersion} and later are understood: upgrade that server");
            }

            var kind = reader.ReadByte();
            var head = (From: reader.ReadString(), To: reader.ReadString(), Term: reader.ReadUInt64());
            return kind > NewestKind && version > Version ? new UnknownMessage(head.From, head.To, head.Term) : ReadFields(reader, kind, head);
        }
        catch (Exception error) when (error is EndOfStreamException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"raft message of {bytes.Length} bytes ends too early or is damaged", error);
        }
    }

    private const byte NewestKind = 13;

    private static byte KindOf(RaftMessage message) => message switch
    {
        VoteRequest => 1,
        VoteResponse => 2,
        AppendRequest => 3,
        AppendResponse => 4,
        HeartbeatRequest => 5,
        HeartbeatResponse => 6,
        TimeoutNow => 7,
        InstallSnapshot { IsState: true } => 12,
        InstallSnapshot => 8,
        Introduction => 9,
        RecoverRequest => 10,
        RecoverResponse => 11,
        StateRequest => 13,
        _ => throw new InvalidOperationException($"raft message {message.GetType().Name} has no form on the wire"),
    };

    private static void WriteFields(BinaryWriter writer, RaftMessage message)
    {
        switch (message)
        {
            case VoteRequest m:
                writer.Write(m.LastIndex);
                writer.Write(m.LastTerm);
                writer.Write(m.PreVote);
                writer.Write(m.Forced);
                break;
            case VoteResponse m:
                writer.Write(m.PreVote);
                writer.Write(m.Granted);
                break;
            case AppendRequest m:
                writer.Write(m.PreviousIndex);
                writer.Write(m.PreviousTerm);
                writer.Write(m.Commit);
                WriteEntries(writer, m.Entries);
                break;
            case AppendResponse m:
                writer.Write(m.Accepted);
                writer.Write(m.Index);
                writer.Write(m.HintIndex);
                writer.Write(m.HintTerm);
                break;
            case HeartbeatRequest m:
                writer.Write(m.Commit);
                writer.Write(m.Read);
                break;
            case HeartbeatResponse m:
                writer.Write(m.Read);
                break;
            case RecoverRequest m:
                writer.Write(m.Nonce);
                writer.Write(m.LastIndex);
                writer.Write(m.LastTerm);
                break;
            case RecoverResponse m:
                writer.Write(m.Nonce);
                writer.Write(m.LastIndex);
                break;
            case StateRequest m:
                writer.Write(m.Digest.Bytes);
                writer.Write(m.Digest.Checksum);
                break;
            case Introduction m:
                writer.Write(m.Address);
                break;
            case InstallSnapshot m:
                var configuration = m.Snapshot.Configuration.Encode();
                writer.Write(m.Snapshot.Index);
                writer.Write(m.Snapshot.Term);
                writer.Write(m.Snapshot.ConfigurationIndex);
                writer.Write(configuration.Length);
                writer.Write(configuration);
                writer.Write(m.Digest.Bytes);
                writer.Write(m.Digest.Checksum);
                break;
        }
    }

    private static RaftMessage ReadFields(BinaryReader r, byte kind, (string From, string To, ulong Term) head)
    {
        var (from, to, term) = head;
        switch (kind)
        {
            case 1: return new VoteRequest(from, to, term, r.ReadUInt64(), r.ReadUInt64(), r.ReadBoolean(), r.ReadBoolean());
            case 2: return new VoteResponse(from, to, term, r.ReadBoolean(), r.ReadBoolean());
            case 3:
                var (index, previousTerm, commit) = (r.ReadUInt64(), r.ReadUInt64(), r.ReadUInt64());
                return new AppendRequest(from, to, term, index, previousTerm, ReadEntries(r, index), commit);
            case 4: return new AppendResponse(from, to, term, r.ReadBoolean(), r.ReadUInt64(), r.ReadUInt64(), r.ReadUInt64());
            case 5: return new HeartbeatRequest(from, to, term, r.ReadUInt64(), r.ReadUInt64());
            case 6: return new HeartbeatResponse(from, to, term, r.ReadUInt64());
            case 7: return new TimeoutNow(from, to, term);
            case 8 or 12:
                var (at, atTerm, configurationIndex) = (r.ReadUInt64(), r.ReadUInt64(), r.ReadUInt64());
                var snapshot = new SnapshotMeta(at, atTerm, RaftConfiguration.Decode(ReadBytes(r, r.ReadInt32())), configurationIndex);
                return new InstallSnapshot(from, to, term, snapshot) { Digest = new SnapshotDigest(r.ReadInt64(), r.ReadUInt32()), IsState = kind == 12 };
            case 9: return new Introduction(from, to, r.ReadString());
            case 10: return new RecoverRequest(from, to, term, r.ReadUInt64(), r.ReadUInt64(), r.ReadUInt64());
            case 11: return new RecoverResponse(from, to, term, r.ReadUInt64(), r.ReadUInt64());
            case 13: return new StateRequest(from, to, term, new SnapshotDigest(r.ReadInt64(), r.ReadUInt32()));
            default: throw new InvalidDataException($"unknown raft message kind {kind}");
        }
    }

    /// <summary>Indexes are not sent: entries follow each other.</summary>
    private static void WriteEntries(BinaryWriter writer, IReadOnlyList<LogEntry> entries)
    {
        writer.Write(entries.Count);
        foreach (var entry in entries)
        {
            writer.Write(entry.Term);
            writer.Write((byte)entry.Kind);
            writer.Write(entry.Data.Length);
            writer.Write(entry.Data.Span);
        }
    }

    private static LogEntry[] ReadEntries(BinaryReader reader, ulong previousIndex)
    {
        var count = reader.ReadInt32();
        if (count is < 0 or > MaxEntries || count > reader.BaseStream.Length)
        {
            throw new InvalidDataException($"raft message claims {count} entries");
        }

        var entries = new LogEntry[count];
        for (var i = 0; i < count; i++)
        {
            entries[i] = new LogEntry(previousIndex + 1 + (ulong)i, reader.ReadUInt64(), (EntryKind)reader.ReadByte(), ReadBytes(reader, reader.ReadInt32()));
        }

        return entries;
    }

    private static byte[] ReadBytes(BinaryReader reader, int count)
    {
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && count <= left ? reader.ReadBytes(count) : throw new InvalidDataException($"raft message claims {count} bytes where {left} are left");
    }
}
