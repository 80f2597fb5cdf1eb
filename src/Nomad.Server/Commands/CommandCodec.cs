using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>Commands as bytes of the Raft log: one kind byte, then a record, or for plans what is still smaller.</summary>
public static class CommandCodec
{
    private const byte Record = 6;
    private const byte Plan = 5;

    /// <summary>What they were when their parts were JSON; still read.</summary>
    private const byte Document = 1;
    private const byte PlanWithMetricsInFull = 3;
    private const byte PlanOfDocuments = 4;

    /// <summary>What a thread keeps to write the next command into.</summary>
    private const int MostKept = 1 << 20;

    [ThreadStatic]
    private static PooledWriter? kept;

    public static byte[] Encode(Command command)
    {
        // Most plans are small: what writes one would cost more than its bytes, made anew for each.
        var to = kept ?? new PooledWriter(new MemoryStream());
        kept = null;
        var stream = (MemoryStream)to.Binary.BaseStream;
        stream.SetLength(0);
        if (command is ApplyPlan plan)
        {
            stream.WriteByte(Plan);
            PlanCodec.Write(to, plan);
            to.Forget();
        }
        else
        {
            stream.WriteByte(Record);
            to.Last(command, RecordForms.Command);
        }
        if (stream.Capacity <= MostKept)
            kept = to;
        return stream.ToArray();
    }

    /// <summary>Throws <see cref="InvalidDataException"/> when the bytes are no command.</summary>
    public static Command Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            throw new InvalidDataException("log entry: empty command");
        return bytes[0] switch
        {
            Record or Document => RecordForms.Command.Read(bytes[1..]),
            Plan or PlanOfDocuments or PlanWithMetricsInFull => PlanCodec.Read(new MemoryStream(bytes[1..].ToArray())),
            _ => throw new InvalidDataException($"log entry: unknown kind {bytes[0]}, known are {Record} and {Plan}"),
        };
    }
}
