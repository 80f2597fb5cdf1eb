using System.Text.Json;
using Nomad.Client;
using Nomad.Client.Fingerprinting.Clouds;
using Nomad.Client.GarbageCollection;
using Nomad.Configuration;
using Nomad.Drivers;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;
using Nomad.Model.Stats;
using Nomad.Rpc;

namespace Nomad.Agent.Composition;

/// <summary>Puts a client together from the configuration: its folders, its drivers, what it tells the servers.</summary>
internal sealed class ClientPieces : IAsyncDisposable
{
    private readonly DriverCatalog drivers;
    private readonly string? temporary;

    private ClientPieces(ClientAgent agent, DriverCatalog drivers, string? temporary)
    {
        Agent = agent;
        this.drivers = drivers;
        this.temporary = temporary;
    }

    public ClientAgent Agent { get; }

    /// <summary>Throws <see cref="IOException"/> or <see cref="DriverException"/> naming what is in the way.</summary>
    public static async Task<ClientPieces> StartAsync(AgentConfiguration configuration, INodeEndpoint servers, string version, (ILog Log, TimeProvider Time, MeterSet Meters) ports,
        CancellationToken stop)
    {
        // A development agent leaves nothing behind.
        var temporary = configuration.DevMode && configuration.Client.StateDir.Length == 0 ? Directory.CreateTempSubdirectory("NomadClient").FullName : null;
        var folder = temporary ?? Path.Combine(configuration.DataDir, "client");
        var state = Chosen(configuration.Client.StateDir, temporary is null ? folder : Path.Combine(folder, "state"));
        var allocations = Chosen(configuration.Client.AllocDir, temporary is null ? Path.Combine(configuration.DataDir, "alloc") : Path.Combine(folder, "alloc"));
        Directory.CreateDirectory(state);
        Directory.CreateDirectory(allocations);
        var log = ports.Log.For("client");
        log.Info($"using state directory: state_dir={state}");
        log.Info($"using alloc directory: alloc_dir={allocations}");
        var drivers = DriverCatalog.Create(DriversOf(configuration, state), ports.Log);
        foreach (var driver in drivers.All.OrderBy(driver => driver.Name, StringComparer.Ordinal))
            ports.Log.For("agent").Info($"detected plugin: name={driver.Name} type=driver plugin_version=0.1.0");
        try
        {
            var agent = await ClientAgent.StartAsync(OptionsOf(configuration, state, allocations) with { Version = version },
                new ClientPorts(servers, drivers, ports.Time, ports.Log) { Meters = ports.Meters }, stop);
            log.Info($"started client: node_id={agent.NodeId}");
            return new ClientPieces(agent, drivers, temporary);
        }
        catch
        {
            drivers.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        drivers.Dispose();
        if (temporary is null)
            return;
        try
        {
            Directory.Delete(temporary, recursive: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            // A mount that the system has not let go of yet; the folder lies in /tmp.
        }
    }

    // Nobody comes back to what a development agent leaves: its supervisor goes right after it.
    private static readonly TimeSpan DevelopmentIdle = TimeSpan.FromSeconds(1);

    private static DriverOptions DriversOf(AgentConfiguration configuration, string state) => new()
    {
        StateDirectory = state,
        SupervisorCommand = [Environment.ProcessPath!, "supervise"],
        Plugins = configuration.Plugins.ToDictionary(plugin => plugin.Name,
            plugin => (IReadOnlyDictionary<string, JsonElement>)plugin.Config.ToDictionary(pair => pair.Key, pair => JsonDocument.Parse(pair.Value?.ToJsonString() ?? "null").RootElement)),
        DevelopmentMode = configuration.DevMode,
        SupervisorIdleTimeout = configuration.DevMode ? DevelopmentIdle : DriverOptions.UsualIdleTimeout,
        MockDriver = configuration.DevMode || configuration.Plugins.Any(plugin => plugin.Name == "mock_driver"),
        ChrootEnvironment = configuration.Client.ChrootEnv.Count > 0 ? configuration.Client.ChrootEnv : null,
    };

    private static ClientOptions OptionsOf(AgentConfiguration configuration, string state, string allocations)
    {
        var settings = configuration.Client;
        return new ClientOptions
        {
            StateDir = state, AllocDir = allocations, Region = configuration.Region, Datacenter = configuration.Datacenter, NodeName = configuration.NodeName,
            NodeClass = settings.NodeClass, NodePool = settings.NodePool, Meta = settings.Meta, Options = settings.Options,
            HttpAddress = configuration.AdvertiseAddrs.HTTP, TlsEnabled = configuration.TLSConfig.EnableHTTP, DevMode = configuration.DevMode,
            ServiceDiscovery = settings.NomadServiceDiscovery, UseHostUuid = !settings.NoHostUUID, NetworkInterface = settings.NetworkInterface,
            NetworkSpeed = settings.NetworkSpeed, PreferredAddressFamily = settings.PreferredAddressFamily,
            HostNetworks = [.. settings.HostNetworks.Select(network => new ClientHostNetworkConfig
            {
                Name = network.Name, CIDR = network.CIDR, Interface = network.Interface, ReservedPorts = network.ReservedPorts,
            })],
            HostVolumes = [.. settings.HostVolumes.Select(v => new ClientHostVolumeConfig { Name = v.Name, Path = v.Path, ReadOnly = v.ReadOnly })],
            BridgeNetworkName = settings.BridgeNetworkName, BridgeHairpinMode = settings.BridgeNetworkHairpinMode,
            CpuTotalCompute = settings.CpuCompute, MemoryTotalMegabytes = settings.MemoryMB, DiskTotalMegabytes = settings.DiskTotalMB, DiskFreeMegabytes = settings.DiskFreeMB,
            ReservableCores = settings.ReserveableCores, ReservedCpu = settings.Reserved.CPU, ReservedCores = settings.Reserved.Cores,
            ReservedMemoryMegabytes = settings.Reserved.MemoryMB, ReservedDiskMegabytes = settings.Reserved.DiskMB, ReservedPorts = settings.Reserved.ReservedPorts,
            MinDynamicPort = settings.MinDynamicPort, MaxDynamicPort = settings.MaxDynamicPort, MaxAllocs = settings.NodeMaxAllocs, DefaultIneligible = settings.DefaultIneligible,
            MaxKillTimeout = settings.MaxKillTimeout, CgroupParent = settings.CgroupParent, DisableRemoteExec = settings.DisableRemoteExec,
            Garbage = new GarbageLimits
            {
                Interval = settings.GCInterval, DiskUsageThreshold = settings.GCDiskUsageThreshold, InodeUsageThreshold = settings.GCInodeUsageThreshold,
                MaxAllocs = settings.GCMaxAllocs, ParallelDestroys = settings.GCParallelDestroys,
            },
            Consul = IntegrationOptions.Consul(configuration), Vault = IntegrationOptions.Vault(configuration),
            CloudMetadata = CloudMetadataAddresses.FromEnvironment(Environment.GetEnvironmentVariable),
            CloudPatience = settings.Fingerprinters.ToDictionary(each => each.Name, each => new CloudPatience
            {
                Interval = each.RetryInterval, Attempts = each.RetryAttempts, Required = each.ExitOnFailure,
            }),
        };
    }

    private static string Chosen(string configured, string usual) => configured.Length > 0 ? configured : usual;
}
