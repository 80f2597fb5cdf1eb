using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>
/// Asks an OCI runtime (crun or runc) to start processes. It starts them detached: they become children of the supervisor, which
/// collects their ends and signals them itself, and nothing of the runtime stays in memory.
/// </summary>
internal sealed class ContainerRuntime(ContainerLaunch container, ChildReaper reaper)
{
    private const string LogFile = "runtime.log", PidFile = "pid";

    /// <summary>Starts the container and its first process.</summary>
    public Task<StartedProcess> RunAsync(int[] descriptors)
    {
        var bundle = container.Bundle;
        return StartAsync(bundle, descriptors, ["run", "--detach", .. container.NoPivotRoot ? new[] { "--no-pivot" } : [], "--bundle", bundle, "--pid-file", Path.Combine(bundle, PidFile)]);
    }

    /// <summary>Starts another process inside, with the first one's user, environment and capabilities.</summary>
    public async Task<StartedProcess> ExecAsync(ExecRequest request, int[] descriptors)
    {
        using ExecFolder folder = new();
        return await ExecAsync(folder, request, descriptors, []).ConfigureAwait(false);
    }

    /// <summary>The same on a terminal inside, which has its size before the process starts. The caller owns the terminal's descriptor.</summary>
    public async Task<(StartedProcess Process, int Terminal)> ExecOnTerminalAsync(ExecRequest request)
    {
        using ExecFolder folder = new();
        using TerminalReceiver receiver = new(Path.Combine(folder.Path, "terminal"));
        var nowhere = Native.Open("/dev/null", Native.OpenReadWrite | Native.OpenCloseOnExec);
        try
        {
            var process = await ExecAsync(folder, request, [nowhere, nowhere, nowhere], ["--console-socket", receiver.Path]).ConfigureAwait(false);
            return (process, receiver.Receive());
        }
        finally
        {
            _ = Native.Close(nowhere);
        }
    }

    /// <summary>Removes the runtime's memory of an ended container. Its processes and cgroups are the supervisor's to remove.</summary>
    public void Forget()
    {
        foreach (var directory in (string[])[container.Bundle, Path.Combine(container.Root, container.Id)])
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
        }
    }

    private Task<StartedProcess> ExecAsync(ExecFolder folder, ExecRequest request, int[] descriptors, string[] more)
    {
        var file = Path.Combine(folder.Path, "process.json");
        File.WriteAllBytes(file, Describe(request));
        return StartAsync(folder.Path, descriptors, ["exec", "--detach", "--process", file, "--pid-file", Path.Combine(folder.Path, PidFile), .. more]);
    }

    private byte[] Describe(ExecRequest request)
    {
        var process = JsonNode.Parse(File.ReadAllBytes(Path.Combine(container.Bundle, "config.json")))!["process"]!.AsObject();
        process["args"] = new JsonArray([.. request.Command.Select(text => (JsonNode)text)]);
        process["cwd"] = "/";
        process["terminal"] = request.Tty;
        if (request.Tty)
            process["consoleSize"] = new JsonObject { ["height"] = request.Height, ["width"] = request.Width };
        return System.Text.Encoding.UTF8.GetBytes(process.ToJsonString());
    }

    private async Task<StartedProcess> StartAsync(string folder, int[] descriptors, IReadOnlyList<string> arguments)
    {
        var log = Path.Combine(folder, LogFile);
        Launch launch = new()
        {
            Path = container.Runtime,
            Arguments = ["--root", container.Root, "--log", log, "--log-format", "json", .. arguments, container.Id],
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/sbin:/usr/bin:/sbin:/bin" },
            HideUnifiedCgroups = Cgroups.IsHybrid && Path.GetFileName(container.Runtime) == ContainerLaunch.Crun,
        };
        reaper.BeginAdoption();
        try
        {
            if (await reaper.Start(launch, descriptors).Ended.ConfigureAwait(false) != 0)
                throw new DriverException($"failed to launch command with executor: rpc error: code = Unknown desc = {Reason(log)}");
            var pid = int.Parse(await File.ReadAllTextAsync(Path.Combine(folder, PidFile)).ConfigureAwait(false), CultureInfo.InvariantCulture);
            return new StartedProcess(pid, reaper.Adopt(pid));
        }
        finally
        {
            reaper.EndAdoption();
        }
    }

    /// <summary>The last error of the runtime's log.</summary>
    private static string Reason(string log)
    {
        var lines = File.Exists(log) ? File.ReadAllLines(log) : [];
        foreach (var line in lines.Reverse())
        {
            try
            {
                using var document = JsonDocument.Parse(line);
                if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("msg", out var message) && message.GetString() is { } text)
                    return text.Trim();
            }
            catch (JsonException)
            {
                // Not of the runtime itself.
            }
        }

        return lines.Length > 0 ? string.Join(' ', lines).Trim() : "no reason given";
    }
}
