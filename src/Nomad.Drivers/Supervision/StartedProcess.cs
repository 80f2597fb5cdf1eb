namespace Nomad.Drivers.Supervision;

/// <param name="Ended">Gives the wait status.</param>
internal readonly record struct StartedProcess(int Pid, Task<int> Ended);
