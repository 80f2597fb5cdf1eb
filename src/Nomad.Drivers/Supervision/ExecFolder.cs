namespace Nomad.Drivers.Supervision;

/// <summary>
/// What a runtime is told of one command: a folder only this user may read, since it holds the task's environment. Below the
/// directory for temporary files, whose short path leaves room for a socket's name.
/// </summary>
internal sealed class ExecFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("nomad-exec-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
