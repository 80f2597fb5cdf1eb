using System.Runtime.InteropServices;

namespace Nomad.Bench.Engine;

/// <summary>Processor time of this thread: on a machine shared with others the wall clock tells about the others.</summary>
internal static class ThreadTime
{
    private const int ThreadClock = 3;

    public static double Milliseconds()
    {
        _ = clock_gettime(ThreadClock, out var time);
        return time.Seconds * 1e3 + time.Nanoseconds / 1e6;
    }

    [DllImport("libc")]
    private static extern int clock_gettime(int clock, out Time time);

    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
