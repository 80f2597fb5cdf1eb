namespace Nomad.Server.State.Rows;

/// <summary>
/// One row through time: its versions, newest first. One thread writes; any number read without locks, each at its own index.
/// </summary>
internal sealed class Row<T> where T : class
{
    private sealed class Version(ulong index, T? value, Version? older)
    {
        public readonly ulong Index = index;
        public readonly T? Value = value;
        public volatile Version? Older = older;
    }

    private volatile Version? newest;

    /// <summary>Nothing is left that any reader could still see.</summary>
    public bool IsGone => newest is { Value: null, Older: null };

    /// <summary>Its table let go of it. Until then it may be written again, also when <see cref="IsGone"/>: it came and was deleted at one index.</summary>
    public bool IsOver => Last is null;

    public T? Newest => newest?.Value;

    /// <summary>The last value that was written, also after the row ended: what the indexes heard of last.</summary>
    public T? Last { get; private set; }

    /// <summary>The index of the newest version.</summary>
    public ulong NewestIndex => newest?.Index ?? 0;

    /// <summary>Whether some version that a reader may still see is so.</summary>
    public bool Any(Func<T, bool> isSo)
    {
        for (var version = newest; version is not null; version = version.Older)
        {
            if (version.Value is { } value && isSo(value))
                return true;
        }
        return false;
    }

    /// <summary>The value as of <paramref name="index"/>; null when the row was not there.</summary>
    public T? At(ulong index)
    {
        for (var version = newest; version is not null; version = version.Older)
        {
            if (version.Index <= index)
                return version.Value;
        }
        return null;
    }

    /// <summary>The table lets go of it; gives what the indexes heard of last.</summary>
    public T End()
    {
        var last = Last!;
        Last = null;
        return last;
    }

    /// <summary>Adds a version; null means the row ends here. A second write at one index replaces the first.</summary>
    public void Put(ulong index, T? value)
    {
        Last = value ?? Last;
        newest = new Version(index, value, newest is { } same && same.Index == index ? same.Older : newest);
    }

    /// <summary>Drops versions that no reader at <paramref name="oldest"/> or later can see.</summary>
    public void Trim(ulong oldest)
    {
        var version = newest;
        while (version is not null && version.Index > oldest)
            version = version.Older;
        if (version is not null)
            version.Older = null;
    }
}
