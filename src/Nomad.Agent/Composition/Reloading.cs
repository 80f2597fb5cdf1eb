using Nomad.Agent.Logging;
using Nomad.Agent.Peers;
using Nomad.Configuration;
using Nomad.Configuration.Settings;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>What a second reading of the configuration changes in a running agent, and what has to wait for the next start.</summary>
internal static class Reloading
{
    /// <summary>Keys that take effect at once, or with the next stop. A key stands for its whole block.</summary>
    private static readonly string[] Keys =
    [
        "log_level", "leave_on_interrupt", "leave_on_terminate", "client.drain_on_shutdown",
        "server.num_schedulers", "server.enabled_schedulers", "server.raft_multiplier", "server.raft_snapshot_threshold", "server.raft_snapshot_interval", "server.raft_trailing_logs",
        "tls.ca_file", "tls.cert_file", "tls.key_file", "tls.verify_server_hostname",
    ];

    /// <summary>The configuration to go on with: the old one with all that may change taken from the new one.</summary>
    public static AgentConfiguration Merge(AgentConfiguration old, AgentConfiguration next) => old with
    {
        Files = next.Files,
        LogLevel = next.LogLevel,
        LogFile = next.LogFile,
        LogRotateBytes = next.LogRotateBytes,
        LogRotateDuration = next.LogRotateDuration,
        LogRotateMaxFiles = next.LogRotateMaxFiles,
        EnableSyslog = next.EnableSyslog,
        SyslogFacility = next.SyslogFacility,
        LeaveOnInt = next.LeaveOnInt,
        LeaveOnTerm = next.LeaveOnTerm,
        Client = old.Client with { Drain = next.Client.Drain },
        Server = old.Server with
        {
            NumSchedulers = next.Server.NumSchedulers,
            EnabledSchedulers = next.Server.EnabledSchedulers,
            RaftMultiplier = next.Server.RaftMultiplier,
            RaftSnapshotThreshold = next.Server.RaftSnapshotThreshold,
            RaftSnapshotInterval = next.Server.RaftSnapshotInterval,
            RaftTrailingLogs = next.Server.RaftTrailingLogs,
        },
        TLSConfig = old.TLSConfig with
        {
            CAFile = next.TLSConfig.CAFile,
            CertFile = next.TLSConfig.CertFile,
            KeyFile = next.TLSConfig.KeyFile,
            VerifyServerHostname = next.TLSConfig.VerifyServerHostname,
        },
    };

    /// <summary>Applies what may change while running and says of the rest that it needs a restart. Returns the configuration to go on with.</summary>
    /// <param name="old">What is in effect.</param>
    /// <param name="read">The configuration as it was read before: what it had changed was named then.</param>
    /// <param name="next">The configuration as it was read now.</param>
    /// <param name="ports">Where to say what happens.</param>
    public static AgentConfiguration Apply(
        AgentConfiguration old, AgentConfiguration read, AgentConfiguration next, (AgentLog Log, AgentConsole Console, TimeProvider Time) ports)
    {
        var log = ports.Log.For("agent");
        var merged = Merge(old, next);
        if (old.LogLevel != next.LogLevel)
            log.Info($"log level changes: from={old.LogLevel.ToUpperInvariant()} to={next.LogLevel.ToUpperInvariant()}");
        ports.Log.Level = LogLevels.Parse(merged.LogLevel);
        try
        {
            // Always: what rotates files from outside moves them away and then sends this signal.
            ports.Log.SetSinks(LogSinks.Open(merged, ports.Console, ports.Time));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error($"failed to reload the log's files, they stay as they are: {problem.Message}");
        }
        foreach (var key in RestartNeeded(old, read, next))
            log.Warn($"configuration of {key} changed, which takes effect only after a restart of the agent");
        return merged;
    }

    /// <summary>Certificates that were renewed in their files, or lie in other ones now, serve the next connections.</summary>
    public static void Certificates(PeerSecurity? security, TlsSettings settings, AgentLog log)
    {
        try
        {
            security?.Reload(settings);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or System.Security.Cryptography.CryptographicException)
        {
            log.For("agent").Error($"failed to reload certificates, the old ones stay: {problem.Message}");
        }
    }

    /// <summary>The keys, in order, that are changed now and that only a restart brings into effect; a key that is as it was when the agent started is none.</summary>
    public static IEnumerable<string> RestartNeeded(AgentConfiguration old, AgentConfiguration read, AgentConfiguration next) => old.ChangedKeys(next)
        .Intersect(read.ChangedKeys(next), StringComparer.Ordinal)
        .Where(key => !LogSinks.Decides(key) && !Keys.Any(each => key == each || key.StartsWith(each + ".", StringComparison.Ordinal)));
}
