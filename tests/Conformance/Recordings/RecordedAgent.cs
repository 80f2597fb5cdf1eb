using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Nomad.Conformance.Running;

namespace Nomad.Conformance.Recordings;

/// <summary>Runs an agent of a recording until it has started, sends it the signal of the recording, and keeps what is not its log.</summary>
internal static partial class RecordedAgent
{
    private const string Started = "Nomad agent started!";

    /// <param name="row">The command.</param>
    /// <param name="places">Addresses of this run.</param>
    /// <param name="folder">Where its file lies, if it has one, and its data.</param>
    public static async Task<Outcome> RunAsync(RecordedCommand row, Places places, string folder)
    {
        string[] words = [.. row.Line.Split(' ').Skip(1)];
        if (words.FirstOrDefault(word => word.StartsWith("-config=", StringComparison.Ordinal)) is { } file)
        {
            var path = Path.Combine(folder, file["-config=".Length..]);
            var text = await File.ReadAllTextAsync(path);
            await File.WriteAllTextAsync(path, places.ToLive(text).Replace("<DATA_DIR>", folder, StringComparison.Ordinal));
        }
        else
            words = [.. words, $"-bind={places.First}", "-node=host-a"];
        using var process = Process.Start(NomadProgram.StartInfo(words, folder, null))!;
        using var limit = new CancellationTokenSource(Eventually.Patience);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = new StringBuilder();
            while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
            {
                output.Append(line).Append('\n');
                if (line.Contains(Started, StringComparison.Ordinal))
                    Process.Start("kill", [row.Out.Contains("Caught signal: terminated", StringComparison.Ordinal) ? "-15" : "-2", process.Id.ToString()]).Dispose();
            }
            await process.WaitForExitAsync(limit.Token);
            return new Outcome(WithoutLog(output.ToString()), await error, process.ExitCode);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"`{row.Line}` does not start and end");
        }
    }

    /// <summary>What an agent says of itself; of a log in JSON the messages before the agent has started.</summary>
    public static string WithoutLog(string text)
    {
        if (!text.Contains(Started, StringComparison.Ordinal))
            return text;
        var lines = text.Split('\n').Select(line => Message().Match(line) is { Success: true } message ? "==> " + message.Groups[1].Value : line);
        return string.Join('\n', lines.Where(line => line.StartsWith("==> ", StringComparison.Ordinal) || Row().IsMatch(line)));
    }

    [GeneratedRegex(@"^ {4,}[A-Z][A-Za-z ]+: (?!\d{4}-)")]
    private static partial Regex Row();

    [GeneratedRegex(@"""@message"":""([^""]+)"",""@module"":""agent"",""@timestamp"":""[^""]+""\}")]
    private static partial Regex Message();
}
