using System.Text.Json;

namespace Nomad.Server.Commands.Records;

/// <summary>Reads one record.</summary>
internal delegate T ReadRecord<out T>(ref RecordReader from);

/// <summary>
/// How records of one type are written and read. Written is a field only where it says something: neither null nor 0, false or "", which is what a field is read
/// as that is missing. Equal records give equal bytes. Read is also the JSON that was written before there was this form.
/// </summary>
internal sealed class RecordForm<T>(Action<RecordWriter, T> write, ReadRecord<T> read)
{
    /// <summary>Stands first; JSON begins with a brace or a bracket.</summary>
    private const byte Mark = 2;

    public void Write(RecordWriter to, T value)
    {
        to.Byte(Mark);
        write(to, value);
    }

    /// <summary>Throws <see cref="InvalidDataException"/> when the bytes are no such record.</summary>
    public T Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > 0 && bytes[0] == Mark)
        {
            var from = new RecordReader(bytes[1..]);
            var value = read(ref from);
            return from.IsAtEnd ? value : throw new InvalidDataException($"a {typeof(T).Name} ends before its bytes do");
        }
        try
        {
            return JsonSerializer.Deserialize(bytes, CommandJson.Of<T>()) ?? throw new InvalidDataException($"a {typeof(T).Name} is null");
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException($"a {typeof(T).Name} is damaged: {problem.Message}", problem);
        }
    }
}
