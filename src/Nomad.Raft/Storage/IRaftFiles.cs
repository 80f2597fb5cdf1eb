namespace Nomad.Raft.Storage;

/// <summary>
/// The files under a log and its snapshots. Content is durable after <see cref="IRaftFile.Flush"/>, names after
/// <see cref="FlushDirectory"/>; a power cut may take the rest, or part of it. Failures are <see cref="IOException"/>. Safe for any thread.
/// </summary>
public interface IRaftFiles
{
    void CreateDirectory(string path);

    /// <summary>Whole paths of the files in a directory whose names end so, in no order.</summary>
    IReadOnlyList<string> List(string directory, string ending);

    bool Exists(string path);

    byte[] Read(string path);

    /// <summary>Can be read and sought in.</summary>
    Stream OpenRead(string path);

    /// <summary>Opens what exists, for writing.</summary>
    IRaftFile Open(string path);

    /// <summary>Makes an empty file, in place of one that exists.</summary>
    IRaftFile Create(string path);

    /// <summary>In place of a file that has the new name.</summary>
    void Move(string from, string to);

    void Delete(string path);

    /// <summary>Makes created, renamed and deleted names of a directory survive a power cut.</summary>
    void FlushDirectory(string path);
}

/// <summary>An open file. One thread at a time.</summary>
public interface IRaftFile : IDisposable
{
    void Write(ReadOnlySpan<byte> content, long offset);

    void SetLength(long length);

    /// <summary>What was written is durable when it returns.</summary>
    void Flush();
}
