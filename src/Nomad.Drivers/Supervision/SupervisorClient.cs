using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Nomad.Drivers.Processes;
using Nomad.Model.Logging;

namespace Nomad.Drivers.Supervision;

/// <summary>The agent's side of the supervisor: starts it when a task needs it, and asks. Any thread.</summary>
internal sealed class SupervisorClient(DriverOptions options, ILog log) : IDisposable
{
    /// <summary>What Linux allows in a socket address, less its terminator.</summary>
    private const int MaxSocketPath = 107;
    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30);

    /// <summary>One that was just leaving keeps the lock, and the one started meanwhile gives up: then another is needed.</summary>
    private static readonly TimeSpan StartAgain = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _starting = new(1);
    private readonly SemaphoreSlim _attending = new(1);
    private Socket? _attendance;

    public string SocketPath { get; } = ChooseSocketPath(options.StateDirectory);

    /// <summary>Asks once; throws what the supervisor answered. With <paramref name="start"/>, starts it when there is none.</summary>
    public async Task<Reply> AskAsync(Request request, bool start, CancellationToken cancel)
    {
        await using var stream = await ConnectAsync(request.TaskId, start, cancel).ConfigureAwait(false);
        return await AskOnAsync(stream, request, cancel).ConfigureAwait(false);
    }

    public async Task<ExecSession> ExecAsync(string taskId, ExecRequest exec, CancellationToken cancel)
    {
        var stream = await ConnectAsync(taskId, start: false, cancel).ConfigureAwait(false);
        try
        {
            await AskOnAsync(stream, new Request { Kind = RequestKind.Exec, TaskId = taskId, Exec = exec }, cancel).ConfigureAwait(false);
            return new RemoteExec(stream);
        }
        catch
        {
            await stream.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Ends attendance: without tasks the supervisor may leave.</summary>
    public void Dispose()
    {
        Interlocked.Exchange(ref _attendance, null)?.Dispose();
        _starting.Dispose();
    }

    private static async Task<Reply> AskOnAsync(NetworkStream stream, Request request, CancellationToken cancel)
    {
        Reply? reply;
        try
        {
            await Frames.WriteAsync(stream, request, DriverJson.Default.Request, cancel).ConfigureAwait(false);
            reply = await Frames.ReadAsync(stream, DriverJson.Default.Reply, cancel).ConfigureAwait(false);
        }
        catch (IOException e)
        {
            throw new DriverException($"the task supervisor ended while asked: {e.Message}", recoverable: true);
        }

        return reply switch
        {
            null => throw new DriverException("the task supervisor ended while asked", recoverable: true),
            { NotFound: true } => throw new TaskNotFoundException(request.TaskId),
            { Error.Length: > 0 } => throw new DriverException(reply.Error, reply.Recoverable),
            _ => reply,
        };
    }

    private async Task<NetworkStream> ConnectAsync(string taskId, bool start, CancellationToken cancel)
    {
        if (await TryConnectAsync(cancel).ConfigureAwait(false) is { } socket)
        {
            await AttendAsync(cancel).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }

        if (!start)
            throw new TaskNotFoundException(taskId);
        await _starting.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            socket = await TryConnectAsync(cancel).ConfigureAwait(false) ?? await LaunchAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            _starting.Release();
        }

        await AttendAsync(cancel).ConfigureAwait(false);
        return new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>One connection stays open for as long as this agent lives: the supervisor then does not leave.</summary>
    private async Task AttendAsync(CancellationToken cancel)
    {
        // One at a time: a second connection would dispose the first under whoever looks at it.
        await _attending.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await AttendInTurnAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            _attending.Release();
        }
    }

    private async Task AttendInTurnAsync(CancellationToken cancel)
    {
        if (_attendance is { } known && !known.Poll(0, SelectMode.SelectRead))
            return;
        if (await TryConnectAsync(cancel).ConfigureAwait(false) is not { } socket)
            return;
        NetworkStream stream = new(socket, ownsSocket: false);
        try
        {
            await AskOnAsync(stream, new Request { Kind = RequestKind.Attend }, cancel).ConfigureAwait(false);
        }
        catch (DriverException e)
        {
            // The request that follows will tell what is the matter.
            log.Debug($"could not attend the task supervisor: {e.Message}");
            socket.Dispose();
            return;
        }

        Interlocked.Exchange(ref _attendance, socket)?.Dispose();
    }

    private async Task<Socket> LaunchAsync(CancellationToken cancel)
    {
        Directory.CreateDirectory(options.StateDirectory);
        Detach();
        log.Debug($"started the task supervisor on {SocketPath}");
        var (began, started) = (TimeProvider.System.GetTimestamp(), TimeProvider.System.GetTimestamp());
        while (TimeProvider.System.GetElapsedTime(began) < StartPatience)
        {
            if (TimeProvider.System.GetElapsedTime(started) > StartAgain)
            {
                Detach();
                started = TimeProvider.System.GetTimestamp();
            }

            if (await TryConnectAsync(cancel).ConfigureAwait(false) is { } socket)
                return socket;
            await Task.Delay(2, cancel).ConfigureAwait(false);
        }

        throw new DriverException($"the task supervisor did not answer on {SocketPath} within {StartPatience.TotalSeconds} s; see supervisor.log in {options.StateDirectory}", recoverable: true);
    }

    /// <summary>Through a shell that ends at once, so that the supervisor is no child of this process and lives on without it.</summary>
    private unsafe void Detach()
    {
        var environment = Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        environment["NOMAD_SUPERVISOR_LOG"] = Path.Combine(options.StateDirectory, "supervisor.log");
        environment["DOTNET_gcServer"] = "0";
        var idle = Milliseconds(options.SupervisorIdleTimeout);
        var stay = Milliseconds(options.SupervisorEndedStay);
        Launch launch = new()
        {
            Path = "/bin/sh",
            Arguments = ["-c", "\"$@\" </dev/null >>\"$NOMAD_SUPERVISOR_LOG\" 2>&1 &", "sh", .. options.SupervisorCommand, SocketPath, idle, stay],
            Environment = environment,
        };
        var nowhere = Native.Open("/dev/null", Native.OpenReadWrite | Native.OpenCloseOnExec);
        var pid = ProcessSpawner.Start(launch, [nowhere, nowhere, nowhere]);
        _ = Native.Close(nowhere);
        int status;
        _ = Native.WaitPid(pid, &status, 0);
    }

    private static string Milliseconds(TimeSpan span) => ((long)span.TotalMilliseconds).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<Socket?> TryConnectAsync(CancellationToken cancel)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(SocketPath), cancel).ConfigureAwait(false);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    private static string ChooseSocketPath(string directory)
    {
        var path = Path.Combine(directory, "supervisor.sock");
        if (Encoding.UTF8.GetByteCount(path) <= MaxSocketPath)
            return path;
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(path)).AsSpan(0, 10));
        return Path.Combine(Directory.Exists("/run") && Native.UserId() == 0 ? "/run" : Path.GetTempPath(), $"nomad-{name}.sock");
    }
}
