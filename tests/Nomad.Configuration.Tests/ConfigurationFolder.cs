using System.Net;
using Nomad.Configuration.Addresses;

namespace Nomad.Configuration.Tests;

/// <summary>A directory of configuration files that is removed afterwards.</summary>
internal sealed class ConfigurationFolder : IDisposable
{
    public static readonly IReadOnlyList<InterfaceAddress> Machine =
    [
        new("lo", IPAddress.Loopback, 8) { IsLoopback = true },
        new("eth0", IPAddress.Parse("10.0.0.5"), 24) { IsDefault = true },
        new("eth1", IPAddress.Parse("192.168.7.9"), 16),
        new("eth2", IPAddress.Parse("8.8.4.4"), 24),
    ];

    private readonly string _path = Directory.CreateTempSubdirectory("nomad-configuration-").FullName;

    public string Write(string name, string text)
    {
        var path = Path.Combine(_path, name);
        File.WriteAllText(path, text);
        return path;
    }

    public string Root => _path;

    public void Dispose() => Directory.Delete(_path, recursive: true);

    public static AgentConfigurationEnvironment Environment(params (string Name, string Value)[] variables) => new()
    {
        Variables = name => variables.FirstOrDefault(variable => variable.Name == name).Value,
        HostName = "host-a",
        ProcessorCount = 4,
        Interfaces = () => Machine,
    };

    public static AgentConfigurationResult Dev(params string[] paths) => AgentConfigurationReader.Read(new AgentFlags { Dev = true }, paths, Environment());
}
