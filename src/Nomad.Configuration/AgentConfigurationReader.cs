using Nomad.Configuration.Addresses;
using Nomad.Configuration.Merging;
using Nomad.Configuration.Reading;
using Nomad.Configuration.Settings;
using Nomad.Configuration.Validation;

namespace Nomad.Configuration;

/// <summary>Reads the configuration of an agent: defaults or preset, then files in order, then flags, then environment.</summary>
public static class AgentConfigurationReader
{
    /// <summary>A larger configuration file is refused.</summary>
    public const long MaxFileBytes = 4 * 1024 * 1024;

    /// <summary>
    /// Never throws for what the user wrote: all of it is in the result. Call it again with the same arguments to reload.
    /// </summary>
    public static AgentConfigurationResult Read(AgentFlags flags, IReadOnlyList<string> paths, AgentConfigurationEnvironment environment)
    {
        var problems = new ProblemList();
        var loaded = new List<string>();
        var isOnce = false;
        var root = flags.AnyDev ? DevPreset.Create(flags, () => DefaultInterface(environment)) : new SettingsNode("");
        foreach (var path in paths)
        {
            var files = ConfigurationFiles.Expand(path, problems);
            foreach (var file in files)
            {
                var text = ConfigurationFiles.ReadText(file, problems, out var isPipe);
                isOnce |= isPipe;
                if (text is not null && new DocumentReader(file, problems).Read(text) is { } document)
                {
                    SettingsMerge.Merge(root, document);
                    loaded.Add(file);
                }
            }
        }

        if (paths.Count > 0 && loaded.Count == 0 && problems.Errors.Count == 0)
        {
            problems.Warn("No configuration loaded from " + string.Join(", ", paths));
        }

        SettingsMerge.Merge(root, FlagReader.Read(flags, problems));
        EnvironmentSettings.Apply(root, environment.Variables);
        var configuration = Build(root, flags, environment, problems, loaded);
        return new AgentConfigurationResult(problems.Errors.Count == 0 ? configuration : null, problems.Errors, problems.Warnings, loaded) { CanBeReadAgain = !isOnce };
    }

    private static AgentConfiguration Build(
        SettingsNode root,
        AgentFlags flags,
        AgentConfigurationEnvironment environment,
        ProblemList problems,
        IReadOnlyList<string> loaded)
    {
        var read = AgentConfiguration.From(root);
        var named = read with
        {
            DevMode = flags.AnyDev,
            Files = loaded,
            Notices = [.. problems.Notices],
            NodeName = read.NodeName.Length > 0 ? read.NodeName : environment.HostName,
        };
        var addresses = new AddressNormalization(environment.Interfaces, problems);
        if (problems.Errors.Count == 0)
        {
            new ConfigurationChecks(named, flags, environment, problems).Run();
        }

        if (problems.Errors.Count > 0)
        {
            return named;
        }

        var normalized = addresses.Apply(named);
        return named.Client.NetworkInterface.Contains("{{", StringComparison.Ordinal)
            ? normalized with { Client = named.Client with { NetworkInterface = addresses.SingleText(named.Client.NetworkInterface, "client.network_interface") ?? "" } }
            : normalized;
    }

    private static string DefaultInterface(AgentConfigurationEnvironment environment) =>
        environment.Interfaces().FirstOrDefault(item => item.IsDefault)?.Name ?? "";
}
