using Nomad.Agent.Composition;
using Nomad.Cli.Invocation;
using Nomad.Configuration;

namespace Nomad.Agent.Commands;

/// <summary><c>agent</c>: runs a server, a client, or both, until told to stop.</summary>
internal sealed class AgentCommand : Command
{
    public override string Name => "agent";

    public override string Synopsis => "Runs a Nomad agent";

    public override string Description => "Starts the Nomad agent and runs until an interrupt is received. The agent may be a client and/or server.\n\n" +
        "The Nomad agent's configuration primarily comes from the config files used, but a subset of the options may also be passed directly as CLI arguments.";

    public override bool UsesApi => false;

    public override bool HelpOnErrorGoesToStandardError => true;

    public override IReadOnlyList<Flag> Flags => AgentFlagList.All;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var flags = AgentFlagList.Read(call.Flags);
        var console = new AgentConsole(call.Terminal);
        AgentConfigurationResult Read() => AgentConfigurationReader.Read(flags, call.Flags.List("config"), AgentConfigurationEnvironment.System);
        var result = Read();
        if (result.Configuration is not { } configuration)
        {
            // What is wrong first, and alone: warnings about a configuration that is refused anyway would bury it.
            foreach (var error in result.Errors)
                console.Error(error.ToString());
            return 1;
        }
        if (configuration.Server.Enabled && !configuration.DevMode && result.CanBeReadAgain)
            ParallelCollector.Become();
        foreach (var warning in result.Warnings)
            console.Warn(warning.ToString());
        console.AsJson = configuration.LogJson;
        console.Announce(result.LoadedFiles.Count == 0 ? "No configuration files loaded" : "Loaded configuration from " + string.Join(", ", result.LoadedFiles));
        console.Announce("Starting Nomad agent...");
        using var signals = new SignalQueue();
        RunningAgent agent;
        try
        {
            agent = await RunningAgent.StartAsync(configuration, console, call.Time, signals.Ending);
        }
        catch (AgentStartException problem)
        {
            console.Error(problem.Message);
            return 1;
        }
        Show(console, configuration, agent);
        agent.Log.Release();
        foreach (var notice in configuration.Notices)
            agent.Log.For("agent").Write(Model.Logging.LogSeverity.Warn, "agent", $"configuration of {notice} is read, but nothing follows from it in this program");
        Systemd.Notify("READY=1");
        return await new AgentLifetime(agent, console, signals, Read).RunAsync();
    }

    private static void Show(AgentConsole console, AgentConfiguration configuration, RunningAgent agent)
    {
        console.Title("Nomad agent configuration:");
        var banner = new Banner()
            .Add("Advertise Addrs", Addresses(agent, [configuration.AdvertiseAddrs.HTTP], configuration.AdvertiseAddrs.RPC, configuration.AdvertiseAddrs.Serf))
            .Add("Bind Addrs", Addresses(agent, configuration.NormalizedAddrs.HTTP, configuration.NormalizedAddrs.RPC, configuration.NormalizedAddrs.Serf))
            .Add("Client", configuration.Client.Enabled ? "true" : "false")
            .Add("Log Level", configuration.LogLevel)
            .Add("Region", $"{configuration.Region} (DC: {configuration.Datacenter})")
            .Add("Server", configuration.Server.Enabled ? "true" : "false")
            .Add("Version", AgentVersion.Text);
        if (agent.Server is { } server)
            banner.Add("Node Id", server.Raft.Id);
        // The row of the earliest releases, shown to those who still have its flags or its block.
        if (configuration.Atlas is { } atlas)
            banner.Add("Atlas", atlas.Infrastructure.Length > 0 ? $"(Infrastructure: '{atlas.Infrastructure}' Join: {(atlas.Join ? "true" : "false")})" : "<disabled>");
        foreach (var line in banner.Lines())
            console.Say(line);
        console.Say("");
        console.Title("Nomad agent started! Log data will stream in below:");
    }

    private static string Addresses(RunningAgent agent, IReadOnlyList<string> http, string rpc, string serf)
    {
        var text = "HTTP: " + (http.Count == 1 ? http[0] : $"[{string.Join(' ', http)}]");
        return agent.Server is null ? text : $"{text}; RPC: {rpc}; Serf: {serf}";
    }
}
