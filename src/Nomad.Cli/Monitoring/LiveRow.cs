using Nomad.Cli.Invocation;

namespace Nomad.Cli.Monitoring;

/// <summary>
/// On a terminal, one row that tells what a command waits for and for how long, and is gone when the wait is over. In a pipe, or where
/// colours are switched off, nothing. Nobody else may print meanwhile.
/// </summary>
public sealed class LiveRow(CommandCall call)
{
    /// <summary>Shorter waits show nothing: a row that flashes is worse than none.</summary>
    private static readonly TimeSpan FirstFrame = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    /// <summary>A row that breaks into two could not be taken back.</summary>
    private const int MostColumns = 79;

    private const string Spinner = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏";
    private const string Erase = "\r\u001b[K";

    private readonly long started = call.Time.GetTimestamp();
    private int frame;

    private bool IsShown => call.Terminal is { IsInteractive: true, Colours: true } && call.Environment.GetValueOrDefault("TERM") != "dumb";

    /// <summary>Waits for the work and gives its result or its failure.</summary>
    public async Task<T> DuringAsync<T>(string what, Task<T> work)
    {
        await DuringAsync(what, (Task)work);
        return await work;
    }

    /// <summary>Waits for the work, and fails as it does.</summary>
    public async Task DuringAsync(string what, Task work)
    {
        if (IsShown)
            await ShowAsync(what, work);
        await work;
    }

    private async Task ShowAsync(string what, Task work)
    {
        // Several short waits for one thing are one long one.
        var shown = frame > 0;
        for (var pause = shown ? Frame : FirstFrame; ; pause = Frame)
        {
            if (shown)
                Draw(what);
            await Task.WhenAny(work, Task.Delay(pause, call.Time));
            if (work.IsCompleted)
                break;
            shown = true;
        }
        if (shown)
            call.Terminal.Out.Write(Erase);
    }

    private void Draw(string what)
    {
        var row = $"{Spinner[frame++ % Spinner.Length]} {what} ({(long)call.Time.GetElapsedTime(started).TotalSeconds}s)";
        call.Terminal.Out.Write(Erase + call.Paint.Faint(row.Length > MostColumns ? row[..MostColumns] : row));
    }
}
