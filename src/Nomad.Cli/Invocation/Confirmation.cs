namespace Nomad.Cli.Invocation;

/// <summary>Questions before something that cannot be taken back (spec cli §1.6).</summary>
public static class Confirmation
{
    /// <summary>True only for an exact <c>y</c>. A "no" is answered with <paramref name="cancelled"/>; <paramref name="exitCode"/> says how to end: 0 for a "no", 1 for gibberish.</summary>
    public static bool Asked(CommandCall call, string question, string cancelled, out int exitCode)
    {
        call.Terminal.Out.Write(question + " ");
        var answer = call.Terminal.In.ReadLine() ?? "";
        exitCode = 0;
        if (answer == "y")
            return true;
        if (answer.Length == 0 || answer[0] is 'n' or 'N')
            call.Line(cancelled);
        else if (answer[0] is 'y' or 'Y')
            call.Line("For confirmation, an exact ‘y’ is required.");
        else
        {
            call.Line("No confirmation detected. For confirmation, an exact 'y' is required.");
            exitCode = 1;
        }
        return false;
    }
}
