using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Nomad.Server.Commands.Records;

namespace Nomad.Server.Commands;

/// <summary>Writes texts and small documents so that each is there once and then only referred to.</summary>
internal sealed class PooledWriter(Stream target) : IDisposable
{
    /// <summary>Says that 16 bytes follow rather than a text.</summary>
    public const byte AsBytes = 1;

    public const byte AsText = 0;

    public const byte Empty = 2;

    /// <summary>Texts a row may have.</summary>
    public const int MaxColumns = 16;

    private const int IdentityLength = 36;

    /// <summary>Documents that the next row probably refers to: found faster than by their hash.</summary>
    private const int RecentDocuments = 4;

    private readonly Dictionary<string, int> texts = [];
    private readonly Dictionary<object, int> known = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<object, int> shapes = [];
    private readonly Dictionary<(Type Type, UInt128 Digest), int> documents = [];
    private readonly RecordWriter record = new();
    private readonly List<long> last = [];
    private readonly (string? Text, int Number)[] columns = new (string?, int)[MaxColumns];
    private readonly (object? Document, int Number)[] recent = new (object?, int)[RecentDocuments];
    private uint next;
    private BinaryWriter? compact;

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

    /// <summary>Texts of a row, each probably the very object that the row before had in its place; not more than <see cref="MaxColumns"/>.</summary>
    public void Texts(ReadOnlySpan<string> row)
    {
        for (var i = 0; i < row.Length; i++)
        {
            ref var above = ref columns[i];
            if (ReferenceEquals(above.Text, row[i]))
            {
                Binary.Write7BitEncodedInt(above.Number);
                continue;
            }
            Text(row[i]);
            above = (row[i], texts[row[i]]);
        }
    }

    /// <summary>A text that is probably a UUID in its usual form, then in 16 bytes; not remembered.</summary>
    public void Identity(string text) => Identity(Binary, text);

    public static void Identity(BinaryWriter to, string text)
    {
        if (text.Length == 0)
        {
            to.Write(Empty);
            return;
        }
        if (text.Length == IdentityLength && Guid.TryParseExact(text, "D", out var id))
        {
            Span<char> usual = stackalloc char[IdentityLength];
            if (id.TryFormat(usual, out _, "D") && usual.SequenceEqual(text))
            {
                Span<byte> bytes = stackalloc byte[16];
                id.TryWriteBytes(bytes);
                to.Write(AsBytes);
                to.Write(bytes);
                return;
            }
        }
        to.Write(AsText);
        to.Write(text);
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
    public void Document<T>(T? value, RecordForm<T> form) where T : class
    {
        if (!IsWritten(value))
            known[value] = Remember(value, Content<T>(Record(value, form)));
    }

    /// <summary>The same for what the scheduler saw, which <see cref="MetricsCodec"/> writes.</summary>
    public void Metrics(AllocMetric? value)
    {
        if (!IsWritten(value))
            known[value] = Remember(value, Content<AllocMetric>(Compact(value, MetricsCodec.Write)));
    }

    /// <summary>
    /// The same for a job. Allocations keep theirs as it was when they were placed: mostly as its version, which was written before, except for the
    /// status, and then no more than that is written.
    /// </summary>
    /// <param name="versionOf">Finds the version of a job; asked only for one that is not written yet.</param>
    public void Job(Job? value, Func<Job, Job?>? versionOf = null)
    {
        if (!IsWritten(value))
        {
            known[value] = Remember(value, Content<Job>(versionOf?.Invoke(value) is { } basis && known.TryGetValue(basis, out var number) && JobForm.Derives(value, basis)
                ? Compact((value, number), static (to, each) => JobForm.Write(to, each.value, each.number)) : Record(value, RecordForms.Job)));
        }
    }

    /// <summary>The same for documents that are told apart by a key, made only when the key is new.</summary>
    public void Document<TKey, T>(TKey key, Func<T> make, RecordForm<T> form) where TKey : struct where T : class
    {
        if (shapes.TryGetValue(key, out var number))
            Binary.Write7BitEncodedInt(number);
        else
            shapes[key] = Content<T>(Record(make(), form));
    }

    /// <summary>A document like no other: written in full and not remembered.</summary>
    public void Own<T>(T? value, RecordForm<T> form) where T : class
    {
        Binary.Write(value is not null);
        if (value is not null)
            Row(value, form);
    }

    /// <summary>A document that is always there, written in full and not remembered.</summary>
    public void Row<T>(T value, RecordForm<T> form) where T : class => Bytes(Record(value, form));

    /// <summary>The same with nothing after it: it ends where the bytes do.</summary>
    public void Last<T>(T value, RecordForm<T> form) where T : class => Binary.Write(Record(value, form));

    /// <summary>What comes next refers to nothing that was written before, which must have reached the stream.</summary>
    public void Forget()
    {
        Binary.Flush();
        texts.Clear();
        known.Clear();
        shapes.Clear();
        documents.Clear();
        last.Clear();
        columns.AsSpan().Clear();
        recent.AsSpan().Clear();
        next = 0;
    }

    public void Dispose()
    {
        Binary.Dispose();
        compact?.Dispose();
    }

    // Writes the number of what is there already, or of nothing.
    private bool IsWritten([NotNullWhen(false)] object? value)
    {
        var number = 0;
        if (value is not null && (number = Recent(value)) == 0)
        {
            if (!known.TryGetValue(value, out number))
                return false;
            Remember(value, number);
        }
        Binary.Write7BitEncodedInt(number);
        return true;
    }

    private int Recent(object value)
    {
        foreach (var (document, number) in recent)
        {
            if (ReferenceEquals(document, value))
                return number;
        }
        return 0;
    }

    private int Remember(object value, int number)
    {
        recent[next++ % recent.Length] = (value, number);
        return number;
    }

    private int Content<T>(ReadOnlySpan<byte> bytes)
    {
        // What was written is told again by its digest: keeping the text of every document of a large state would take hundreds of megabytes.
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, digest);
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(documents, (typeof(T), MemoryMarshal.Read<UInt128>(digest)), out var isKnown);
        if (!isKnown)
            number = documents.Count;
        Binary.Write7BitEncodedInt(number);
        if (!isKnown)
            Bytes(bytes);
        return number;
    }

    // As the writer of texts does: the length in bytes, then UTF-8.
    private void Bytes(ReadOnlySpan<byte> utf8)
    {
        Binary.Write7BitEncodedInt(utf8.Length);
        Binary.Write(utf8);
    }

    private ReadOnlySpan<byte> Compact<T>(T value, Action<BinaryWriter, T> write)
    {
        compact ??= new BinaryWriter(new MemoryStream());
        var bytes = (MemoryStream)compact.BaseStream;
        bytes.SetLength(0);
        write(compact, value);
        return bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
    }

    private ReadOnlySpan<byte> Record<T>(T value, RecordForm<T> form)
    {
        record.Clear();
        form.Write(record, value);
        return record.Written;
    }
}
