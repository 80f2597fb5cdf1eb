namespace Nomad.Configuration;

/// <summary>
/// What was said on the command line of <c>nomad agent</c>. <see cref="Given"/> holds every flag that was really given
/// by its name without dash (<c>bind</c>, <c>data-dir</c>, <c>retry-join</c>), with its values in order; a bool flag has
/// the value <c>true</c> or <c>false</c>.
/// </summary>
public sealed record AgentFlags
{
    public static AgentFlags None { get; } = new();

    public bool Dev { get; init; }

    public bool DevConnect { get; init; }

    public bool DevConsul { get; init; }

    public bool DevVault { get; init; }

    /// <summary>Any of the presets: each alone turns on the dev mode.</summary>
    public bool AnyDev => Dev || DevConnect || DevConsul || DevVault;

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Given { get; init; } = new Dictionary<string, IReadOnlyList<string>>();
}
