using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Server.Commands;

/// <summary>Writes texts and small documents so that each is there once and then only referred to.</summary>
internal sealed class PooledWriter(Stream target) : IDisposable
{
    /// <summary>Says that 16 bytes follow rather than a text.</summary>
    public const byte AsBytes = 1;

    public const byte AsText = 0;

    public const byte Empty = 2;

    private const int IdentityLength = 36;

    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<object, int> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> shapes = [];
    private readonly Dictionary<string, int> documents = [];
    private readonly List<long> last = [];

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
        Identity(text);
    }

    /// <summary>A text that is probably a UUID in its usual form, then in 16 bytes; not remembered.</summary>
    public void Identity(string text)
    {
        if (text.Length == 0)
        {
            Binary.Write(Empty);
            return;
        }
        if (text.Length == IdentityLength && Guid.TryParseExact(text, "D", out var id))
        {
            Span<char> usual = stackalloc char[IdentityLength];
            if (id.TryFormat(usual, out _, "D") && usual.SequenceEqual(text))
            {
                Span<byte> bytes = stackalloc byte[16];
                id.TryWriteBytes(bytes);
                Binary.Write(AsBytes);
                Binary.Write(bytes);
                return;
            }
        }
        Binary.Write(AsText);
        Binary.Write(text);
    }

    /// <summary>Numbers of a row, each as its difference to the same of the row before.</summary>
    public void Differences(ReadOnlySpan<long> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (last.Count == i)
                last.Add(0);
            var step = unchecked(numbers[i] - last[i]);
            Binary.Write7BitEncodedInt64((step << 1) ^ (step >> 63));
            last[i] = numbers[i];
        }
    }

    /// <summary>Equal documents are written once: by reference where they are shared, else by content.</summary>
    public void Document<T>(T? value, JsonTypeInfo<T> type) where T : class
    {
        if (value is null)
            Binary.Write7BitEncodedInt(0);
        else if (known.TryGetValue(value, out var number))
            Binary.Write7BitEncodedInt(number);
        else
            known[value] = Content(value, type);
    }

    /// <summary>The same for documents that are told apart by a key, made only when the key is new.</summary>
    public void Document<TKey, T>(TKey key, Func<T> make, JsonTypeInfo<T> type) where TKey : struct where T : class
    {
        if (shapes.TryGetValue(key, out var number))
            Binary.Write7BitEncodedInt(number);
        else
            shapes[key] = Content(make(), type);
    }

    /// <summary>A document like no other: written in full and not remembered.</summary>
    public void Own<T>(T? value, JsonTypeInfo<T> type) where T : class
    {
        Binary.Write(value is not null);
        if (value is not null)
            Binary.Write(JsonSerializer.Serialize(value, type));
    }

    public void Dispose() => Binary.Dispose();

    private int Content<T>(T value, JsonTypeInfo<T> type)
    {
        var json = JsonSerializer.Serialize(value, type);
        var content = typeof(T).Name + json;
        if (documents.TryGetValue(content, out var number))
        {
            Binary.Write7BitEncodedInt(number);
            return number;
        }
        documents[content] = number = documents.Count + 1;
        Binary.Write7BitEncodedInt(number);
        Binary.Write(json);
        return number;
    }
}
