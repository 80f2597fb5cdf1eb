namespace Nomad.Drivers.Processes;

/// <summary>Both ends of a pipe, closed on exec.</summary>
internal readonly record struct PipePair(int ReadEnd, int WriteEnd)
{
    public static unsafe PipePair Open()
    {
        var ends = stackalloc int[2];
        return Native.Pipe(ends, Native.OpenCloseOnExec) == 0 ? new PipePair(ends[0], ends[1])
            : throw new DriverException("failed to open a pipe: the supervisor has too many open files", recoverable: true);
    }
}
