namespace Nomad.Configuration;

/// <summary>What the reader may see of the machine.</summary>
public sealed record AgentConfigurationEnvironment
{
    public static AgentConfigurationEnvironment System => new()
    {
        Variables = global::System.Environment.GetEnvironmentVariable,
        HostName = global::System.Environment.MachineName,
        ProcessorCount = global::System.Environment.ProcessorCount,
        Interfaces = Addresses.NetworkInterfaces.Read,
    };

    /// <summary>Environment variables; null when not set.</summary>
    public Func<string, string?> Variables { get; init; } = _ => null;

    public string HostName { get; init; } = "localhost";

    public int ProcessorCount { get; init; } = 1;

    /// <summary>The addresses of the machine, read when a template asks for them.</summary>
    public Func<IReadOnlyList<Addresses.InterfaceAddress>> Interfaces { get; init; } = () => [];
}
