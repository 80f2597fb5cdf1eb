using Nomad.Cli.Invocation;

namespace Nomad.Cli.Absent;

/// <summary>
/// A command of the original that this program does not have. Scripts get one clear sentence and exit code 1 instead of a page
/// of help; it takes any words and changes nothing.
/// </summary>
/// <param name="name">The words that call it.</param>
/// <param name="reason">What this program does not have, as the start of a sentence.</param>
public sealed class AbsentCommand(string name, string reason) : Command
{
    public override string Name => name;

    public override string Synopsis => "Not part of this program";

    public override string Usage => "";

    public override string Description => Sentence;

    public override bool UsesApi => false;

    public override bool TakesWordsAsTheyAre => true;

    public override (int, int) Arguments => (0, int.MaxValue);

    private string Sentence => $"\"nomad {name}\" is not part of this program: {reason}.";

    public override Task<int> RunAsync(CommandCall call) => throw new CommandFailure(Sentence);
}
