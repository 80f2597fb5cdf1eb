using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>A task of real processes: directly started, or the first process of a container.</summary>
internal sealed class ProcessTask : SupervisedTask
{
    /// <summary>How long output may still come after the last process has ended.</summary>
    private static readonly TimeSpan DrainPatience = TimeSpan.FromSeconds(2);

    private const int CleanTries = 2000;
    private static readonly TimeSpan CleanPause = TimeSpan.FromMilliseconds(5);

    private readonly ChildReaper _reaper;
    private readonly Launch _launch;
    private readonly ContainerRuntime? _container;

    private ProcessTask(string id, ChildReaper reaper, Request request) : base(id)
    {
        (_reaper, _launch) = (reaper, request.Launch!);
        _container = request.Container is { } container ? new ContainerRuntime(container, reaper) : null;
    }

    public override IReadOnlyList<string> Cgroups => _launch.Cgroups;

    public static async Task<ProcessTask> StartAsync(Request request, ChildReaper reaper, OutputPump pump)
    {
        ProcessTask task = new(request.TaskId, reaper, request);
        try
        {
            if (request.Container is null)
                MakeCgroups(request.Launch!);
            await task.BeginAsync(request, pump).ConfigureAwait(false);
            return task;
        }
        catch
        {
            await task.CleanAsync().ConfigureAwait(false);
            throw;
        }
    }

    private static void MakeCgroups(Launch launch)
    {
        Processes.Cgroups.Make(launch.Cgroups);
        if (launch.CpuShares <= 0)
            return;
        Processes.Cgroups.Write(launch.Cgroups, "cpu.shares", launch.CpuShares);
        Processes.Cgroups.Write(launch.Cgroups, "cpu.weight", Processes.Cgroups.Weight(launch.CpuShares));
    }

    public override void Signal(int signal) => _reaper.Signal(Pid, signal, group: _container is null);

    public override void Kill()
    {
        _reaper.Signal(Pid, Signals.Kill, group: true);
        _reaper.Signal(Pid, Signals.Kill, group: false);
        KillRest();
    }

    public override async Task CleanAsync()
    {
        KillRest();
        // A container runtime makes more of them than those it was asked for.
        var cgroups = _container is null ? _launch.Cgroups : Processes.Cgroups.SameInEveryHierarchy(_launch.Cgroups);
        for (var i = 0; i < CleanTries && !Processes.Cgroups.Remove(cgroups); i++)
        {
            KillRest();
            await Task.Delay(CleanPause).ConfigureAwait(false);
        }

        _container?.Forget();
    }

    public override Task<StartedExec> ExecAsync(ExecRequest request, ExecSinks sinks) => (_container, request.Tty) switch
    {
        ({ } container, true) => ExecStreams.OnTerminalAsync(() => container.ExecOnTerminalAsync(request), sinks, _reaper),
        ({ } container, false) => ExecStreams.OnPipesAsync(pipes => container.ExecAsync(request, pipes), sinks, _reaper),
        (null, true) => ExecStreams.OnTerminalAsync(() => Task.FromResult(ExecStreams.StartOnOwnTerminal(Beside(request), request, _reaper)), sinks, _reaper),
        (null, false) => ExecStreams.OnPipesAsync(pipes => Task.FromResult(_reaper.Start(Beside(request), pipes)), sinks, _reaper),
    };

    private Launch Beside(ExecRequest request)
    {
        var path = request.Command[0];
        if (!path.Contains('/'))
        {
            var search = _launch.Environment.GetValueOrDefault("PATH") ?? "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
            path = search.Split(':').Select(directory => Path.Combine(directory, path)).FirstOrDefault(File.Exists)
                ?? throw new DriverException($"exec: \"{path}\": executable file not found in $PATH");
        }

        return _launch with { Path = Path.GetFullPath(path, _launch.Directory), Arguments = [.. request.Command.Skip(1)] };
    }

    private async Task BeginAsync(Request request, OutputPump pump)
    {
        var input = Native.Open("/dev/null", Native.OpenReadWrite | Native.OpenCloseOnExec);
        PipePair? output = request.Logs is null ? null : PipePair.Open(), error = request.Logs is null ? null : PipePair.Open();
        Task drained = Task.CompletedTask;
        StartedProcess process;
        try
        {
            if (request.Logs is { } logs)
                drained = Task.WhenAll(Drain(pump, output!.Value, logs, "stdout"), Drain(pump, error!.Value, logs, "stderr"));
            int[] descriptors = [input, output?.WriteEnd ?? input, error?.WriteEnd ?? input];
            process = _container is null ? _reaper.Start(_launch, descriptors) : await _container.RunAsync(descriptors).ConfigureAwait(false);
            Pid = process.Pid;
        }
        finally
        {
            _ = Native.Close(input);
            if (output is { } pipe)
                _ = Native.Close(pipe.WriteEnd);
            if (error is { } other)
                _ = Native.Close(other.WriteEnd);
        }

        _ = FinishAsync(process.Ended, drained);
    }

    private static async Task Drain(OutputPump pump, PipePair pipe, LogTarget logs, string stream)
    {
        using RotatedFile file = new($"{logs.Prefix}.{stream}", logs.MaxFiles, logs.MaxFileBytes);
        await pump.Add(pipe.ReadEnd, file.Write).ConfigureAwait(false);
    }

    private async Task FinishAsync(Task<int> ended, Task drained)
    {
        var status = await ended.ConfigureAwait(false);
        var exit = ExitResult.OfStatus(status);
        var oom = exit.Signal == Signals.Kill && Processes.Cgroups.OomKills(_launch.Cgroups) > 0;
        KillRest();
        await Task.WhenAny(drained, Task.Delay(DrainPatience)).ConfigureAwait(false);
        End(exit with { OomKilled = oom });
    }

    /// <summary>Ends what the first process left: everything in its cgroups, or else everything of its session.</summary>
    private void KillRest()
    {
        // Without cgroups a task is known by its session's number, which others may have once it has ended.
        if (Pid == 0 || (_launch.Cgroups.Count == 0 && Exit.IsCompleted))
            return;
        var pids = _launch.Cgroups.Count > 0 ? Processes.Cgroups.Pids(_launch.Cgroups) : ProcessTree.OfSession(Pid);
        foreach (var pid in pids)
            _ = Native.Kill(pid, Signals.Kill);
    }
}
