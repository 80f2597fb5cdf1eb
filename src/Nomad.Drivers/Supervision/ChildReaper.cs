using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>Collects the ends of all children, adopted ones included. Starting and collecting exclude each other, so no end is missed.</summary>
internal sealed class ChildReaper
{
    private const int WaitExited = 4, WaitWithoutCollecting = 0x01000000;
    private static readonly TimeSpan NoChildrenPause = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<int>> _watched = [];
    private readonly Dictionary<int, int> _early = [];
    private readonly AutoResetEvent _started = new(false);
    private int _adopting;

    public void Begin() => new Thread(Collect, 256 * 1024) { IsBackground = true, Name = "reaper" }.Start();

    /// <summary>Starts a program; the outcome tells its wait status.</summary>
    public StartedProcess Start(Launch launch, ReadOnlySpan<int> descriptors, string? terminal = null)
    {
        lock (_lock)
        {
            var pid = ProcessSpawner.Start(launch, descriptors, terminal);
            TaskCompletionSource<int> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _watched[pid] = source;
            _started.Set();
            return new StartedProcess(pid, source.Task);
        }
    }

    /// <summary>From now until <see cref="EndAdoption"/>, ends of unknown children are kept for <see cref="Adopt"/>.</summary>
    public void BeginAdoption()
    {
        lock (_lock)
            _adopting++;
    }

    public void EndAdoption()
    {
        lock (_lock)
        {
            if (--_adopting == 0)
                _early.Clear();
        }
    }

    public Task<int> Adopt(int pid)
    {
        lock (_lock)
        {
            if (_early.Remove(pid, out var status))
                return Task.FromResult(status);
            TaskCompletionSource<int> source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            _watched[pid] = source;
            return source.Task;
        }
    }

    /// <summary>Sends a signal to a group whose leader has not been collected; the lock keeps its number from being reused.</summary>
    public bool Signal(int pid, int signal, bool group)
    {
        lock (_lock)
            return _watched.ContainsKey(pid) && Native.Kill(group ? -pid : pid, signal) == 0;
    }

    private unsafe void Collect()
    {
        var information = stackalloc byte[Native.OpaqueBytes];
        while (true)
        {
            if (Native.WaitAny(0, 0, information, WaitExited | WaitWithoutCollecting) != 0)
                _started.WaitOne(NoChildrenPause);
            lock (_lock)
            {
                int status, pid;
                while ((pid = Native.WaitPid(-1, &status, Native.NoHang)) > 0)
                {
                    if (_watched.Remove(pid, out var source))
                        source.SetResult(status);
                    else if (_adopting > 0)
                        _early[pid] = status;
                }
            }
        }
    }
}
