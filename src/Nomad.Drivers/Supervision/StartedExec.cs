namespace Nomad.Drivers.Supervision;

/// <summary>A command beside a task.</summary>
/// <param name="Input">The descriptor of its input; the owner's to close.</param>
/// <param name="Outputs">Completes at the end of all output.</param>
internal sealed record StartedExec(StartedProcess Process, int Input, Task Outputs);

internal sealed record ExecSinks(OutputPump.Sink Output, OutputPump.Sink Error);
