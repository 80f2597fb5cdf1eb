using Nomad.Cli.Invocation;
using Nomad.Cli.Output;

namespace Nomad.Cli;

/// <summary>
/// The command line: finds the command a person typed, reads its flags, runs it, and turns every way it can end into text
/// and an exit code (spec cli §1).
/// </summary>
public sealed class CommandLine(CommandTree commands, Terminal terminal, IReadOnlyDictionary<string, string> environment)
{
    private const int NoSuchCommand = 127;

    public string Version { get; init; } = "0.0.0";

    /// <summary>Begins to listen for Ctrl-C and gives the token it cancels; called for a command that ends by itself when interrupted.</summary>
    public Func<CancellationToken>? Interrupt { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs one command line. Never throws for anything a person can type.</summary>
    public async Task<int> RunAsync(IReadOnlyList<string> words, CancellationToken stop)
    {
        // Recognized anywhere, before flags are read (spec cli §1.3).
        var plain = Array.FindAll([.. words], word => word is not ("-no-color" or "--no-color" or "-force-color" or "--force-color"));
        if (plain.Length == 0)
        {
            terminal.Out.WriteLine(HelpText.Root(commands));
            return NoSuchCommand;
        }
        switch (plain[0])
        {
            case "-h" or "-help" or "--help":
                terminal.Out.WriteLine(HelpText.Root(commands));
                return 0;
            case "-v" or "-version" or "--version":
                plain = ["version"];
                break;
            case "-autocomplete-install" or "--autocomplete-install" or "-autocomplete-uninstall" or "--autocomplete-uninstall":
                return ShellCompletion.Change(terminal, environment, install: !plain[0].Contains("uninstall", StringComparison.Ordinal));
        }
        if (plain[0].StartsWith('-'))
            return FlagBeforeCommand(plain);
        var (entry, rest) = commands.Find(plain);
        return entry is null ? Lost(plain) : await RunAsync(entry, plain, rest, stop);
    }

    private async Task<int> RunAsync(CommandEntry entry, string[] words, string[] rest, CancellationToken stop)
    {
        var command = entry.Make();
        if (entry.ReplacedBy is { } replacement)
            terminal.Error.WriteLine(new Paint(terminal.Colours).Yellow(Wrapped.Deprecation(entry.Name, replacement)));
        FlagValues flags;
        try
        {
            var typed = command.TakesWordsAsTheyAre ? rest : command.Prepared(rest);
            flags = command.TakesWordsAsTheyAre || typed is [] or [not ['-', ..], ..]
                ? FlagValues.WithoutFlags(typed)
                : FlagValues.Parse(typed, GeneralFlags.With(command));
        }
        catch (UsageException problem)
        {
            terminal.Error.WriteLine(problem.Message);
            (command.HelpOnErrorGoesToStandardError ? terminal.Error : terminal.Out).WriteLine(HelpText.Of(command));
            return command.UsageExitCode;
        }
        if (flags.HelpWanted || HelpWanted(rest))
        {
            terminal.Out.WriteLine(HelpText.Of(command));
            return 0;
        }
        using var call = new CommandCall
        {
            Flags = flags, Terminal = terminal, Environment = environment, Words = words, Time = Time,
            Stop = command.EndsAtInterrupt && Interrupt is not null ? Interrupt() : stop,
        };
        return await RunAsync(command, call);
    }

    private static async Task<int> RunAsync(Command command, CommandCall call)
    {
        var (fewest, most) = command.Arguments;
        if (call.Arguments.Count < fewest || call.Arguments.Count > most)
        {
            call.Error(command.ArgumentsRule);
            call.Terminal.Error.WriteLine(Hint(command));
            return command.UsageExitCode;
        }
        if (command.Flags.FirstOrDefault(flag => flag.Refusal is not null && call.Flags.Has(flag.Name)) is { } refused)
        {
            call.Error($"-{refused.Name} is not available: {refused.Refusal}");
            call.Terminal.Error.WriteLine(Hint(command));
            return command.UsageExitCode;
        }
        if (call.Flags.Boolean("ui"))
            call.Warn("-ui does nothing: this program serves no web interface.");
        try
        {
            return await command.RunAsync(call);
        }
        catch (CommandFailure failure)
        {
            if (failure.Message.Length > 0)
                call.Error(failure.Message);
            if (failure.IsUsage)
                call.Terminal.Error.WriteLine(Hint(command));
            return failure.IsUsage ? command.UsageExitCode : failure.ExitCode;
        }
        catch (OperationCanceledException) when (call.Stop.IsCancellationRequested)
        {
            return 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or HttpRequestException)
        {
            call.Error(problem.Message);
            return 1;
        }
    }

    private static bool HelpWanted(string[] words)
    {
        var end = Array.IndexOf(words, "--");
        return Array.FindIndex(words, 0, end < 0 ? words.Length : end, word => word is "-h" or "-help" or "--help") >= 0;
    }

    private static string Hint(Command command) => $"For additional help try 'nomad {command.Name} -help'";

    private int FlagBeforeCommand(string[] words)
    {
        var (entry, _) = commands.Find([.. words.Where(word => !word.StartsWith('-'))]);
        terminal.Out.WriteLine("Invalid flags before the subcommand. If these flags are for\nthe subcommand, please put them after the subcommand.\n");
        terminal.Out.WriteLine(entry is null ? HelpText.Root(commands) : HelpText.Of(entry.Make()));
        return 1;
    }

    /// <summary>A group without a command is answered by the group's help; an unknown first word by the whole list.</summary>
    private int Lost(string[] words)
    {
        var group = commands.GroupOf(words);
        if (group is null)
        {
            terminal.Out.WriteLine(HelpText.Root(commands));
            if (commands.Nearest(words[0]) is { } nearest)
                terminal.Error.WriteLine($"\nThere is no command \"{words[0]}\". Did you mean \"{nearest}\"?");
            return NoSuchCommand;
        }
        terminal.Out.WriteLine(HelpText.Group(commands, group));
        return HelpWanted(words) ? 0 : 1;
    }
}
