using System.Collections.Concurrent;
using System.Net.Sockets;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>
/// The one process that owns all tasks of a node, so that agents can come and go: starts tasks, keeps their output and how they
/// ended until an agent has destroyed them, and leaves when it has neither tasks nor an agent for a time.
/// </summary>
public sealed class Supervisor
{
    /// <summary>How long killed processes may take to go away.</summary>
    internal static readonly TimeSpan KillPatience = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long an ended task is kept when no agent comes to ask how it ended. Longer than an agent is away for an upgrade or a repair, and
    /// as long as servers keep a lost node; an agent that comes later takes the task as lost, which its servers have long done.
    /// </summary>
    public static readonly TimeSpan EndedStay = TimeSpan.FromHours(24);

    private readonly ConcurrentDictionary<string, SupervisedTask> _tasks = new(StringComparer.Ordinal);
    private readonly ChildReaper _reaper = new();
    private readonly OutputPump _pump = new();
    private int _connections;
    private long _lastUse = Environment.TickCount64;

    private Supervisor()
    {
    }

    /// <summary>Serves until idle; returns the exit code of the process. At once when another one serves the same socket.</summary>
    public static async Task<int> RunAsync(string socketPath, TimeSpan? idleTimeout = null, TimeSpan? endedStay = null)
    {
        FileStream guard;
        try
        {
            guard = new FileStream(socketPath + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return 0;
        }

        using (guard)
        {
            if (Native.Control(Native.SetChildSubreaper, 1, 0, 0, 0) != 0)
                return 1;
            File.Delete(socketPath);
            using Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            listener.Bind(new UnixDomainSocketEndPoint(socketPath));
            File.SetUnixFileMode(socketPath, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            listener.Listen(512);
            await new Supervisor().ServeAsync(listener, idleTimeout ?? TimeSpan.FromSeconds(30), endedStay ?? EndedStay).ConfigureAwait(false);
            File.Delete(socketPath);
            return 0;
        }
    }

    private async Task ServeAsync(Socket listener, TimeSpan idleTimeout, TimeSpan endedStay)
    {
        _reaper.Begin();
        _pump.Begin();
        using CancellationTokenSource idle = new();
        using Timer watch = new(_ =>
        {
            DropForgotten(endedStay);
            if (_tasks.IsEmpty && Volatile.Read(ref _connections) == 0
                && Environment.TickCount64 - Volatile.Read(ref _lastUse) > idleTimeout.TotalMilliseconds)
                idle.Cancel();
        }, null, TimeSpan.FromMilliseconds(250), TimeSpan.FromMilliseconds(250));
        try
        {
            while (true)
                _ = ServeConnectionAsync(await listener.AcceptAsync(idle.Token).ConfigureAwait(false));
        }
        catch (OperationCanceledException)
        {
            // Idle.
        }
    }

    /// <summary>Only while nobody is connected: an agent that is there asks for its tasks in its own time.</summary>
    private void DropForgotten(TimeSpan endedStay)
    {
        if (Volatile.Read(ref _connections) > 0)
            return;
        foreach (var (id, task) in _tasks)
        {
            if (task.Exit.IsCompleted && Environment.TickCount64 - Math.Max(task.EndedAt, Volatile.Read(ref _lastUse)) > endedStay.TotalMilliseconds
                && _tasks.TryRemove(id, out _))
                _ = DropAsync(task);
        }
    }

    private async Task DropAsync(SupervisedTask task)
    {
        // Counted like a connection, so that the supervisor does not leave half-way.
        Interlocked.Increment(ref _connections);
        try
        {
            await task.CleanAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DriverException)
        {
            // The next agent's recovery removes what is left.
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task ServeConnectionAsync(Socket socket)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await using NetworkStream stream = new(socket, ownsSocket: true);
            if (await Frames.ReadAsync(stream, DriverJson.Default.Request, default).ConfigureAwait(false) is not { } request)
                return;
            await AnswerAsync(stream, request).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or InvalidDataException or System.Text.Json.JsonException)
        {
            // The agent went away, or it was not one of ours.
        }
        finally
        {
            Volatile.Write(ref _lastUse, Environment.TickCount64);
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task AnswerAsync(NetworkStream stream, Request request)
    {
        Reply reply;
        try
        {
            if (request.Version > Request.CurrentVersion)
                throw new DriverException($"the running task supervisor speaks version {Request.CurrentVersion}, not {request.Version}: drain the node to replace it");
            if (request.Kind == RequestKind.Exec)
            {
                await SupervisedExec.RunAsync(stream, Find(request.TaskId), request.Exec!).ConfigureAwait(false);
                return;
            }

            reply = await DoAsync(request).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            reply = new Reply { Error = e.Message, NotFound = e is TaskNotFoundException, Recoverable = e is DriverException { Recoverable: true } };
        }

        await Frames.WriteAsync(stream, reply, DriverJson.Default.Reply, default).ConfigureAwait(false);
        if (request.Kind == RequestKind.Attend)
            await Frames.ReadAsync(stream, default).ConfigureAwait(false);
    }

    private async Task<Reply> DoAsync(Request request)
    {
        switch (request.Kind)
        {
            case RequestKind.Attend:
                return new Reply();
            case RequestKind.Start:
                return Describe(await StartAsync(request).ConfigureAwait(false));
            case RequestKind.Wait:
                var waited = Find(request.TaskId);
                await waited.Exit.ConfigureAwait(false);
                return Describe(waited);
            case RequestKind.Stop:
                var stopped = Find(request.TaskId);
                await stopped.StopAsync(request.Signal, TimeSpan.FromMilliseconds(request.TimeoutMilliseconds)).ConfigureAwait(false);
                return Describe(stopped);
            case RequestKind.Signal:
                Find(request.TaskId).Signal(request.Signal);
                return new Reply();
            case RequestKind.Inspect:
                return Describe(Find(request.TaskId));
            case RequestKind.Destroy:
                return await DestroyAsync(request).ConfigureAwait(false);
            default:
                throw new DriverException($"the running task supervisor does not know request {(int)request.Kind}");
        }
    }

    private async Task<SupervisedTask> StartAsync(Request request)
    {
        if (_tasks.ContainsKey(request.TaskId))
            throw new DriverException($"task with ID \"{request.TaskId}\" already started");
        SupervisedTask task = request.Mock is { } script ? new MockTask(request.TaskId, script, request.Logs)
            : await ProcessTask.StartAsync(request, _reaper, _pump).ConfigureAwait(false);
        _tasks[request.TaskId] = task;
        if (task is MockTask mock)
            mock.Lost += () => _tasks.TryRemove(request.TaskId, out _);
        return task;
    }

    private async Task<Reply> DestroyAsync(Request request)
    {
        var task = Find(request.TaskId);
        if (!task.Exit.IsCompleted)
        {
            if (!request.Force)
                throw new DriverException("cannot destroy running task");
            task.Kill();
            await task.Exit.WaitAsync(KillPatience).ConfigureAwait(false);
        }

        await task.CleanAsync().ConfigureAwait(false);
        _tasks.TryRemove(request.TaskId, out _);
        return new Reply();
    }

    private SupervisedTask Find(string id) => _tasks.GetValueOrDefault(id) ?? throw new TaskNotFoundException(id);

    private static Reply Describe(SupervisedTask task) => new() { State = task.State, Cgroups = task.Cgroups };
}
