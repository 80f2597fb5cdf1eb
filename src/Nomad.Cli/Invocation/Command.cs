namespace Nomad.Cli.Invocation;

/// <summary>
/// One command of the command line: what it is called, what it accepts, and what it does. A command is made anew for each
/// run and keeps no state between runs.
/// </summary>
public abstract class Command
{
    /// <summary>The words that call it, e.g. <c>job run</c>.</summary>
    public abstract string Name { get; }

    /// <summary>One line for lists of commands.</summary>
    public abstract string Synopsis { get; }

    /// <summary>What follows the name in the usage line, e.g. <c>[options] &lt;path&gt;</c>.</summary>
    public virtual string Usage => "[options]";

    /// <summary>A paragraph or more for the command's own help.</summary>
    public virtual string Description => Synopsis + ".";

    /// <summary>The command's own flags, in the order of its help.</summary>
    public virtual IReadOnlyList<Flag> Flags => [];

    /// <summary>Talks to the HTTP API, and so accepts the general options (address, region, namespace, token, TLS).</summary>
    public virtual bool UsesApi => true;

    /// <summary>Fewest and most arguments; a call outside prints <see cref="ArgumentsRule"/> and exits with <see cref="UsageExitCode"/>.</summary>
    public virtual (int Fewest, int Most) Arguments => (0, 0);

    /// <summary>The sentence shown when the number of arguments is wrong.</summary>
    public virtual string ArgumentsRule => "This command takes no arguments";

    /// <summary>A usage error puts the help on standard error with the reason (<c>agent</c>); otherwise it goes to standard output.</summary>
    public virtual bool HelpOnErrorGoesToStandardError => false;

    /// <summary>Flags are not read: every word is an argument.</summary>
    public virtual bool TakesWordsAsTheyAre => false;

    /// <summary>
    /// Ctrl-C cancels <see cref="CommandCall.Stop"/> and the command ends in its own way (it follows something, or has a terminal
    /// to restore). Otherwise Ctrl-C ends the process, as it does any other.
    /// </summary>
    public virtual bool EndsAtInterrupt => false;

    /// <summary>The words after the name, with short forms spelled out.</summary>
    public virtual IReadOnlyList<string> Prepared(IReadOnlyList<string> words) => words;

    /// <summary>Exit code of a usage error (<c>job plan</c>: 255).</summary>
    public virtual int UsageExitCode => 1;

    /// <summary>Does the work; the result is the exit code. Expected failures throw <see cref="CommandFailure"/>.</summary>
    public abstract Task<int> RunAsync(CommandCall call);
}
