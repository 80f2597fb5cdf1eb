using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Drivers.Supervision;

internal enum FrameKind : byte
{
    Json = 1,
    StandardInput,
    StandardOutput,
    StandardError,
    InputClosed,
    Resize,
    Exit,
}

/// <summary>The wire: u32 length (little endian, of what follows), one byte of kind, payload.</summary>
internal static class Frames
{
    /// <summary>Far above any task environment; a greater length means that the peer is not one of ours.</summary>
    public const int MaxBytes = 16 * 1024 * 1024;

    public static async Task WriteAsync(Stream stream, FrameKind kind, ReadOnlyMemory<byte> payload, CancellationToken cancel)
    {
        var frame = new byte[payload.Length + 5];
        BinaryPrimitives.WriteInt32LittleEndian(frame, payload.Length + 1);
        frame[4] = (byte)kind;
        payload.CopyTo(frame.AsMemory(5));
        await stream.WriteAsync(frame, cancel).ConfigureAwait(false);
    }

    public static Task WriteAsync<T>(Stream stream, T value, JsonTypeInfo<T> type, CancellationToken cancel) =>
        WriteAsync(stream, FrameKind.Json, JsonSerializer.SerializeToUtf8Bytes(value, type), cancel);

    /// <summary>Null at the end of the stream. Throws <see cref="InvalidDataException"/> for an impossible length.</summary>
    public static async Task<(FrameKind Kind, byte[] Payload)?> ReadAsync(Stream stream, CancellationToken cancel)
    {
        var head = new byte[5];
        if (await stream.ReadAtLeastAsync(head, 5, throwOnEndOfStream: false, cancel).ConfigureAwait(false) < 5)
            return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 1 or > MaxBytes)
            throw new InvalidDataException($"a supervisor frame of {length} bytes; 1 to {MaxBytes} are allowed");
        var payload = new byte[length - 1];
        await stream.ReadExactlyAsync(payload, cancel).ConfigureAwait(false);
        return ((FrameKind)head[4], payload);
    }

    public static async Task<T?> ReadAsync<T>(Stream stream, JsonTypeInfo<T> type, CancellationToken cancel) where T : class =>
        await ReadAsync(stream, cancel).ConfigureAwait(false) is (FrameKind.Json, var payload) ? JsonSerializer.Deserialize(payload, type) : null;
}
