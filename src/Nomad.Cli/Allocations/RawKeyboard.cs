using System.Diagnostics;

namespace Nomad.Cli.Allocations;

/// <summary>
/// Gives every key to the command at the other end: no echo, no line editing, Ctrl-C included. The terminal is as before when
/// this is disposed. Works through <c>stty</c>; where there is none the terminal stays as it is.
/// </summary>
internal sealed class RawKeyboard : IDisposable
{
    private readonly string before = Stty("-g").Trim();

    public RawKeyboard()
    {
        if (before.Length > 0)
            Stty("raw", "-echo");
    }

    public void Dispose()
    {
        if (before.Length > 0)
            Stty(before);
    }

    private static string Stty(params string[] words)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo("stty", words) { RedirectStandardOutput = true, RedirectStandardError = true });
            if (process is null)
                return "";
            var answer = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0 ? answer : "";
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return "";
        }
    }
}
