
using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>A job that is another one with another status: of most jobs there are two, as it is now and as its allocations were placed with.</summary>
internal static class JobForm
{
    /// <summary>Stands first; a job in full begins with something else.</summary>
    private const byte Derived = 1;

    /// <summary>Whether they differ in nothing else. Lists count as equal when they are the same object, as they are when one came of the other.</summary>
    public static bool Derives(Job job, Job basis) => ReferenceEquals(job.TaskGroups, basis.TaskGroups)
        && job with { Status = basis.Status, ModifyIndex = basis.ModifyIndex } == basis;

    /// <param name="basis">The number under which the basis was written.</param>
    public static void Write(BinaryWriter to, Job job, int basis)
    {
        to.Write(Derived);
        to.Write7BitEncodedInt(basis);
        to.Write(job.Status);
        to.Write7BitEncodedInt64((long)job.ModifyIndex);
    }

    /// <param name="documents">What was read before.</param>
    public static Job? Read(ReadOnlyMemory<byte> bytes, IReadOnlyList<object> documents)
    {
        if (bytes.Length == 0 || bytes.Span[0] != Derived)
            return RecordForms.Job.Read(bytes.Span);
        using var from = new BinaryReader(new MemoryStream(bytes[1..].ToArray()));
        var number = from.Read7BitEncodedInt();
        if (number < 1 || number > documents.Count || documents[number - 1] is not Job basis)
            throw new InvalidDataException($"a job refers to document {number} of {documents.Count}, which is no job");
        return basis with { Status = PooledReader.Shared(from.ReadString()), ModifyIndex = (ulong)from.Read7BitEncodedInt64() };
    }
}
