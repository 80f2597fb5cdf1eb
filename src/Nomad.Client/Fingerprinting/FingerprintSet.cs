using Nomad.Client.Fingerprinting.Clouds;
using Nomad.Model;
using Nomad.Model.Logging;

namespace Nomad.Client.Fingerprinting;

/// <summary>Every fingerprint of this agent in the order they run: the host first, then the clouds.</summary>
public sealed class FingerprintSet(IReadOnlyList<IFingerprint> fingerprints, TimeProvider time, ILog log)
{
    /// <summary>How long to wait for each cloud; those without an entry are asked once.</summary>
    public IReadOnlyDictionary<string, CloudPatience> Patience { get; init; } = new Dictionary<string, CloudPatience>();

    public static FingerprintSet Create(ClientOptions options, HostFiles files, TimeProvider time, ILog log)
    {
        IFingerprint[] all =
        [
            new ArchFingerprint(),
            new BridgeFingerprint(files, options),
            new CgroupFingerprint(files),
            new CpuFingerprint(files, options),
            new HostFingerprint(files),
            new HostVolumePluginsFingerprint(),
            new LandlockFingerprint(files),
            new MemoryFingerprint(files, options),
            new NetworkFingerprint(files, options),
            new NomadFingerprint(options),
            new SignalFingerprint(),
            new StorageFingerprint(files, options),
            new AwsFingerprint(new MetadataClient(), options.CloudMetadata.Aws),
            new AzureFingerprint(new MetadataClient(), options.CloudMetadata.Azure),
            new DigitalOceanFingerprint(new MetadataClient(), options.CloudMetadata.DigitalOcean),
            new GceFingerprint(new MetadataClient(), options.CloudMetadata.Gce),
        ];
        return new FingerprintSet([.. all.Where(each => Allowed(each.Name, options.Options))], time, log.For("client.fingerprint_mgr")) { Patience = options.CloudPatience };
    }

    /// <summary>Those that are to be repeated.</summary>
    public IEnumerable<IPeriodicFingerprint> Periodic => fingerprints.OfType<IPeriodicFingerprint>();

    /// <summary>Runs all of them; one that fails is logged and left out. The clouds are asked at the same time: each may wait for nobody.</summary>
    /// <exception cref="FingerprintException">A cloud this machine must be in does not answer.</exception>
    public async Task<NodeFacts> RunAsync(CancellationToken cancellation)
    {
        log.Debug($"built-in fingerprints: fingerprinters=[{string.Join(", ", fingerprints.Select(each => each.Name))}]");
        var facts = new NodeFacts();
        var clouds = fingerprints.OfType<CloudFingerprint>().Select(cloud => (cloud, Answer: AskAsync(cloud, cancellation))).ToArray();
        foreach (var fingerprint in fingerprints.Where(each => each is not CloudFingerprint))
            await InspectAsync(fingerprint, facts, cancellation);
        foreach (var (cloud, answer) in clouds)
        {
            if (await answer is { } found)
                CloudFingerprint.Merge(found, facts);
            else
                log.Debug($"{cloud.Name}: no metadata service answers, skipping");
        }
        Tell(facts);
        return facts;
    }

    // What people look for first in a log: does the machine look to the agent as it does to them?
    private void Tell(NodeFacts facts)
    {
        string Attribute(string name) => facts.Attributes.GetValueOrDefault(name, "");
        if (Attribute("os.cgroups.version") is { Length: > 0 } version)
            log.For("client.fingerprint_mgr.cgroup").Debug($"cgroups are available: version={version}");
        if (Attribute("cpu.numcores") is { Length: > 0 } cores)
            log.For("client.fingerprint_mgr.cpu").Debug($"detected cpu: frequency={Attribute("cpu.frequency")} cores={cores}");
        foreach (var network in facts.NodeNetworks)
            log.For("client.fingerprint_mgr.network").Debug($"detected interface: interface={network.Device} speed={network.Speed} IP=[{string.Join(", ", network.Addresses.OrEmpty().Select(each => each.Address))}]");
        log.Debug($"detected fingerprints: node_attrs=[{string.Join(", ", facts.Attributes.Keys.Select(name => name.Split('.')[0]).Distinct(StringComparer.Ordinal))}]");
    }

    /// <summary>Applies `fingerprint.allowlist` and `fingerprint.denylist` and their older spellings.</summary>
    public static bool Allowed(string name, IReadOnlyDictionary<string, string> options, string kind = "fingerprint")
    {
        var allow = List(options, $"{kind}.allowlist", $"{kind}.whitelist");
        var deny = List(options, $"{kind}.denylist", $"{kind}.blacklist");
        return (allow is null || allow.Contains(name)) && (deny is null || !deny.Contains(name));
    }

    private static string[]? List(IReadOnlyDictionary<string, string> options, string name, string oldName) =>
        options.TryGetValue(name, out var text) || options.TryGetValue(oldName, out text)
            ? text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : null;

    /// <summary>Runs one; a failure is logged, and what it did not find is left out.</summary>
    internal async Task InspectAsync(IFingerprint fingerprint, NodeFacts facts, CancellationToken cancellation)
    {
        try
        {
            await fingerprint.InspectAsync(facts, cancellation);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or FormatException
            or System.Net.NetworkInformation.NetworkInformationException or PlatformNotSupportedException)
        {
            log.Warn($"fingerprint {fingerprint.Name} failed and is left out: {problem.Message}");
        }
    }

    // Asks until there is an answer or the operator's patience ends; null when there is none.
    private async Task<NodeFacts?> AskAsync(CloudFingerprint cloud, CancellationToken cancellation)
    {
        var patience = Patience.GetValueOrDefault(cloud.Name, CloudPatience.None);
        for (var asked = 0; ; asked++)
        {
            var facts = new NodeFacts();
            await InspectAsync(cloud, facts, cancellation);
            if (facts.Attributes.Count > 0)
                return facts;
            if (patience.Attempts != CloudPatience.NoEnd && asked >= patience.Attempts)
                break;
            log.Info($"{cloud.Name}: no metadata service answers, asking again: interval={Duration.FromTimeSpan(patience.Interval)} asked={asked + 1}");
            await Task.Delay(patience.Interval, time, cancellation);
        }
        return patience.Required
            ? throw new FingerprintException($"fingerprint {cloud.Name}: no metadata service answers, and `exit_on_failure` is set in its `fingerprint` block of the client configuration")
            : null;
    }
}
