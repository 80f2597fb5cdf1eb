using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Server.Commands;

/// <summary>Writes texts and small documents so that each is there once and then only referred to.</summary>
internal sealed class PooledWriter(Stream target) : IDisposable
{
    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<object, int> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, int> documents = [];

    public BinaryWriter Binary { get; } = new(target, Encoding.UTF8, leaveOpen: true);

    public void Text(string text)
    {
        if (texts.TryGetValue(text, out var number))
        {
            Binary.Write7BitEncodedInt(number);
            return;
        }
        Binary.Write7BitEncodedInt(texts.Count);
        texts[text] = texts.Count;
        Binary.Write(text);
    }

    /// <summary>Equal documents are written once: by reference where they are shared, else by content.</summary>
    public void Document<T>(T? value, JsonTypeInfo<T> type) where T : class
    {
        if (value is null)
        {
            Binary.Write7BitEncodedInt(0);
            return;
        }
        if (known.TryGetValue(value, out var number))
        {
            Binary.Write7BitEncodedInt(number);
            return;
        }
        var json = JsonSerializer.Serialize(value, type);
        var content = typeof(T).Name + json;
        var isNew = !documents.TryGetValue(content, out number);
        if (isNew)
            documents[content] = number = documents.Count + 1;
        known[value] = number;
        Binary.Write7BitEncodedInt(number);
        if (isNew)
            Binary.Write(json);
    }

    public void Dispose() => Binary.Dispose();
}
