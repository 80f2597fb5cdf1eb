using Nomad.Cli.Invocation;

namespace Nomad.Cli.Monitoring;

/// <summary>Some lines that change: on a terminal drawn over the last ones, in a pipe printed below them.</summary>
internal sealed class LiveBlock(CommandCall call)
{
    private int drawnLines;

    public void Draw(string text)
    {
        if (!call.Terminal.IsInteractive)
            call.Line("    ");
        else if (drawnLines > 0)
            call.Terminal.Out.Write($"\u001b[{drawnLines}A\u001b[J");
        drawnLines = text.Count(c => c == '\n') + 1;
        call.Line(text);
    }
}
