using System.Text;
using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>Reads what <see cref="PooledWriter"/> wrote. Equal documents come back as one object.</summary>
internal sealed class PooledReader(Stream source) : IDisposable
{
    private const int FirstBuffer = 4096;

    /// <summary>Bytes of one document: none is larger than an entry of the log may be, many times over.</summary>
    private const int MaxDocument = 1 << 30;

    private readonly List<string> texts = [];
    private readonly List<object> documents = [];
    private readonly List<long> last = [];
    private byte[] document = new byte[FirstBuffer];

    public BinaryReader Binary { get; } = new(source, Encoding.UTF8, leaveOpen: true);

    /// <summary>The network of the row before: the next one is mostly on the same node.</summary>
    public PortedNetwork? Network { get; set; }

    public string Text()
    {
        var number = Binary.Read7BitEncodedInt();
        if (number > texts.Count || number < 0)
            throw new InvalidDataException($"text {number} is referred to before it was written ({texts.Count} so far)");
        if (number == texts.Count)
        {
            texts.Add(Shared(Identity()));
        }
        return texts[number];
    }

    /// <summary>What <see cref="PooledWriter.Identity"/> wrote.</summary>
    public string Identity() => Identity(Binary);

    public static string Identity(BinaryReader from)
    {
        var form = from.ReadByte();
        if (form == PooledWriter.Empty)
            return "";
        if (form == PooledWriter.AsText)
            return from.ReadString();
        if (form != PooledWriter.AsBytes)
            throw new InvalidDataException($"form {form} of an id, known are {PooledWriter.AsText}, {PooledWriter.AsBytes} and {PooledWriter.Empty}");
        Span<byte> bytes = stackalloc byte[16];
        from.BaseStream.ReadExactly(bytes);
        return new Guid(bytes).ToString("D");
    }

    /// <summary>Statuses and the like are there already; then a million rows share the one.</summary>
    public static string Shared(string text) => string.IsInterned(text) ?? text;

    /// <summary>What <see cref="PooledWriter.Differences"/> wrote.</summary>
    public void Differences(Span<long> numbers)
    {
        for (var i = 0; i < numbers.Length; i++)
        {
            if (last.Count == i)
                last.Add(0);
            var step = (ulong)Binary.Read7BitEncodedInt64();
            numbers[i] = last[i] = unchecked(last[i] + ((long)(step >> 1) ^ -(long)(step & 1)));
        }
    }

    /// <summary>What <see cref="PooledWriter.Own"/> wrote.</summary>
    public T? Own<T>(RecordForm<T> form) where T : class => Binary.ReadBoolean() ? Row(form) : null;

    /// <summary>What <see cref="PooledWriter.Row"/> wrote.</summary>
    public T Row<T>(RecordForm<T> form) where T : class => form.Read(Bytes().Span);

    /// <summary>What <see cref="PooledWriter.Document{T}(T, RecordForm{T})"/> wrote.</summary>
    public T? Document<T>(RecordForm<T> form) where T : class => Document(form, static (from, form) => from.Row(form));

    /// <summary>What <see cref="PooledWriter.Metrics"/> wrote.</summary>
    public AllocMetric? Metrics() => Document(0, static (from, _) => MetricsCodec.Read(from.Bytes()));

    /// <summary>What <see cref="PooledWriter.Job"/> wrote.</summary>
    public Job? Job() => Document(0, static (from, _) => JobForm.Read(from.Bytes(), from.documents));

    private T? Document<T, TForm>(TForm form, Func<PooledReader, TForm, T?> read) where T : class
    {
        var number = Binary.Read7BitEncodedInt();
        if (number == 0)
            return null;
        if (number < 0 || number > documents.Count + 1)
            throw new InvalidDataException($"document {number} is referred to before it was written ({documents.Count} so far)");
        if (number == documents.Count + 1)
        {
            documents.Add(read(this, form)
                ?? throw new InvalidDataException($"document {number} is null"));
        }
        return documents[number - 1] as T
            ?? throw new InvalidDataException($"document {number} is a {documents[number - 1].GetType().Name}, expected {typeof(T).Name}");
    }

    // Of one document; good until the next is read.
    private ReadOnlyMemory<byte> Bytes()
    {
        var length = Count(MaxDocument);
        var read = 0;
        // Grown as bytes come, so that a damaged length costs no memory.
        while (true)
        {
            var step = Math.Min(length, document.Length) - read;
            Binary.BaseStream.ReadExactly(document, read, step);
            read += step;
            if (read == length)
                return document.AsMemory(0, length);
            Array.Resize(ref document, document.Length * 2);
        }
    }

    /// <summary>A count of things to follow; refuses what no writer would write.</summary>
    public int Count(int limit)
    {
        var count = Binary.Read7BitEncodedInt();
        return count >= 0 && count <= limit ? count : throw new InvalidDataException($"count {count}, expected 0 to {limit}");
    }

    public void Dispose() => Binary.Dispose();
}
