namespace Nomad.Simulation.Disks;

/// <summary>The content of a file, and how to take back what was not flushed.</summary>
internal sealed class Inode
{
    private readonly List<(long Offset, byte[] Before, byte[] Written, long LengthBefore)> unflushed = [];
    private readonly HashSet<(long At, int Bit)> rotten = [];
    private byte[] content = [];

    public long Length { get; private set; }

    /// <summary>A bit is not what was written.</summary>
    public bool IsRotten => rotten.Count > 0;

    public bool IsFlushed => unflushed.Count == 0;

    public ReadOnlySpan<byte> Content => content.AsSpan(0, (int)Length);

    public void Write(ReadOnlySpan<byte> written, long offset)
    {
        var end = offset + written.Length;
        var overwritten = (int)Math.Max(0, Math.Min(Length, end) - offset);
        var before = overwritten > 0 ? content.AsSpan((int)offset, overwritten).ToArray() : [];
        unflushed.Add((offset, before, written.ToArray(), Length));
        Grow(end);
        written.CopyTo(content.AsSpan((int)offset));
        rotten.RemoveWhere(bit => bit.At >= offset && bit.At < end);
        Length = Math.Max(Length, end);
    }

    public void SetLength(long length)
    {
        var tail = length < Length ? content.AsSpan((int)length, (int)(Length - length)).ToArray() : [];
        unflushed.Add((length, tail, [], Length));
        Grow(length);
        if (length > Length)
            content.AsSpan((int)Length, (int)(length - Length)).Clear();
        rotten.RemoveWhere(bit => bit.At >= length);
        Length = length;
    }

    public void Flush() => unflushed.Clear();

    /// <summary>Of what was not flushed a part may have reached the disk: the first writes whole, the next one torn.</summary>
    public void LosePower(Random random)
    {
        if (unflushed.Count == 0)
            return;
        var kept = random.Next(unflushed.Count + 1);
        var torn = kept < unflushed.Count ? unflushed[kept] : default;
        for (var i = unflushed.Count - 1; i >= kept; i--)
            Undo(unflushed[i]);
        if (torn.Written is { Length: > 0 })
        {
            var reached = random.Next(torn.Written.Length);
            Grow(torn.Offset + reached);
            torn.Written.AsSpan(0, reached).CopyTo(content.AsSpan((int)torn.Offset));
            Length = Math.Max(Length, torn.Offset + reached);
        }
        unflushed.Clear();
    }

    /// <summary>One bit changes by itself.</summary>
    public void Rot(long at, int bit)
    {
        content[at] ^= (byte)(1 << bit);
        if (!rotten.Add((at, bit)))
            rotten.Remove((at, bit));
    }

    private void Undo((long Offset, byte[] Before, byte[] Written, long LengthBefore) change)
    {
        Grow(change.LengthBefore);
        change.Before.CopyTo(content.AsSpan((int)change.Offset));
        Length = change.LengthBefore;
    }

    private void Grow(long length)
    {
        if (content.Length < length)
            Array.Resize(ref content, (int)Math.Max(length, content.Length * 2L));
    }
}
