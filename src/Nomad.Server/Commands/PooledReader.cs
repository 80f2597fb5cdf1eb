using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Server.Commands;

/// <summary>Reads what <see cref="PooledWriter"/> wrote. Equal documents come back as one object.</summary>
internal sealed class PooledReader(Stream source) : IDisposable
{
    private readonly List<string> texts = [];
    private readonly List<object> documents = [];

    public BinaryReader Binary { get; } = new(source, Encoding.UTF8, leaveOpen: true);

    public string Text()
    {
        var number = Binary.Read7BitEncodedInt();
        if (number > texts.Count || number < 0)
            throw new InvalidDataException($"text {number} is referred to before it was written ({texts.Count} so far)");
        if (number == texts.Count)
            texts.Add(Binary.ReadString());
        return texts[number];
    }

    public T? Document<T>(JsonTypeInfo<T> type) where T : class
    {
        var number = Binary.Read7BitEncodedInt();
        if (number == 0)
            return null;
        if (number < 0 || number > documents.Count + 1)
            throw new InvalidDataException($"document {number} is referred to before it was written ({documents.Count} so far)");
        if (number == documents.Count + 1)
        {
            documents.Add(JsonSerializer.Deserialize(Binary.ReadString(), type)
                ?? throw new InvalidDataException($"document {number} is null"));
        }
        return documents[number - 1] as T
            ?? throw new InvalidDataException($"document {number} is a {documents[number - 1].GetType().Name}, expected {typeof(T).Name}");
    }

    /// <summary>A count of things to follow; refuses what no writer would write.</summary>
    public int Count(int limit)
    {
        var count = Binary.Read7BitEncodedInt();
        return count >= 0 && count <= limit ? count : throw new InvalidDataException($"count {count}, expected 0 to {limit}");
    }

    public void Dispose() => Binary.Dispose();
}
