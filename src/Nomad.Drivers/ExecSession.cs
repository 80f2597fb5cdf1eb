namespace Nomad.Drivers;

/// <param name="Command">Program and arguments; not empty.</param>
public sealed record ExecRequest(IReadOnlyList<string> Command, bool Tty = false, int Height = 24, int Width = 80);

/// <summary>A command running beside a task. With a terminal, all output arrives on <see cref="StandardOutput"/>.</summary>
public abstract class ExecSession : IAsyncDisposable
{
    /// <summary>Dispose it to close the command's input.</summary>
    public abstract Stream StandardInput { get; }

    public abstract Stream StandardOutput { get; }

    public abstract Stream StandardError { get; }

    /// <summary>Completes after all output has been received.</summary>
    public abstract Task<ExitResult> Exited { get; }

    public abstract Task ResizeAsync(int height, int width, CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}
