namespace Nomad.Drivers.Supervision;

/// <summary>A command beside a task.</summary>
/// <param name="Ended">How it ended. Never fails.</param>
/// <param name="Kill">Ends it, and nothing when it has ended already. Any thread.</param>
/// <param name="Input">The descriptor of its input; the owner's to close.</param>
/// <param name="Outputs">Completes at the end of all output.</param>
internal sealed record StartedExec(Task<ExitResult> Ended, Action Kill, int Input, Task Outputs);

internal sealed record ExecSinks(OutputPump.Sink Output, OutputPump.Sink Error);
