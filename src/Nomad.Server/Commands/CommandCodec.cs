using System.Text.Json;

namespace Nomad.Server.Commands;

/// <summary>Commands as bytes of the Raft log: one kind byte, then JSON, or for plans a compact form.</summary>
public static class CommandCodec
{
    private const byte Document = 1;
    private const byte Plan = 4;

    /// <summary>A plan whose metrics are JSON; still read.</summary>
    private const byte PlanInFull = 3;

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
            stream.WriteByte(Document);
            JsonSerializer.Serialize(stream, command, CommandJson.Of<Command>());
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
        try
        {
            return bytes[0] switch
            {
                Document => JsonSerializer.Deserialize(bytes[1..], CommandJson.Of<Command>())
                    ?? throw new InvalidDataException("log entry: null command"),
                Plan or PlanInFull => PlanCodec.Read(new MemoryStream(bytes[1..].ToArray())),
                _ => throw new InvalidDataException($"log entry: unknown kind {bytes[0]}, known are {Document} and {Plan}"),
            };
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"log entry: {problem.Message}", problem);
        }
    }
}
