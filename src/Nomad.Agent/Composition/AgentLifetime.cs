using System.Runtime.InteropServices;
using Nomad.Configuration;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>What signals do to a running agent (spec cli §3, "Signals and stopping").</summary>
internal sealed class AgentLifetime(RunningAgent agent, AgentConsole console, SignalQueue signals, Func<AgentConfigurationResult> read)
{
    /// <summary>Handing leadership over, leaving the Raft group, and telling the pool, on a busy machine.</summary>
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(15);

    /// <summary>Runs until a signal ends the agent, or it cannot go on. The exit code: 0 after a graceful leave that finished, else 1.</summary>
    public async Task<int> RunAsync()
    {
        while (true)
        {
            using var waiting = new CancellationTokenSource();
            var next = signals.NextAsync(waiting.Token).AsTask();
            if (await Task.WhenAny(next, agent.Failed) == agent.Failed)
            {
                await waiting.CancelAsync();
                console.Error(await agent.Failed);
                await agent.StopAsync();
                return 1;
            }
            var signal = await next;
            console.Announce($"Caught signal: {NameOf(signal)}");
            if (signal == PosixSignal.SIGHUP)
            {
                Reload();
                continue;
            }
            Systemd.Notify("STOPPING=1");
            var graceful = signal == PosixSignal.SIGINT ? agent.Configuration.LeaveOnInt : agent.Configuration.LeaveOnTerm;
            var left = graceful && await LeaveAsync();
            await agent.StopAsync();
            return left ? 0 : 1;
        }
    }

    private async Task<bool> LeaveAsync()
    {
        console.Announce("Gracefully shutting down agent...");
        var limit = LeaveLimit + ShutdownDrain.Longest(agent.Configuration.Client.Enabled ? agent.Configuration.Client.Drain : null);
        using var stop = new CancellationTokenSource();
        var leaving = agent.LeaveAsync(stop.Token);
        var second = signals.NextAsync(stop.Token).AsTask();
        var first = await Task.WhenAny(leaving, second, Task.Delay(limit, stop.Token));
        await stop.CancelAsync();
        if (first != leaving)
            return false;
        await leaving;
        return true;
    }

    private void Reload()
    {
        console.Announce("Reloading configuration...");
        Systemd.Notify("RELOADING=1\nMONOTONIC_USEC=" + TimeProvider.System.GetTimestamp() / (TimeProvider.System.TimestampFrequency / 1_000_000));
        var result = read();
        if (result.Configuration is { } configuration)
            agent.Reload(configuration, console, TimeProvider.System);
        else
        {
            foreach (var error in result.Errors)
                console.Error($"failed to reload configs: {error}");
        }
        Systemd.Notify("READY=1");
        agent.Log.Write(LogSeverity.Debug, "agent", "configuration reload finished");
    }

    private static string NameOf(PosixSignal signal) => signal switch
    {
        PosixSignal.SIGINT => "interrupt",
        PosixSignal.SIGTERM => "terminated",
        _ => "hangup",
    };
}
