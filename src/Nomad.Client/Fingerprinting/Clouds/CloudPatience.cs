namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>What an operator wants done when a cloud does not answer; the configuration block `fingerprint "env_…"`.</summary>
public sealed record CloudPatience
{
    /// <summary>Ask again for as long as it takes.</summary>
    public const int NoEnd = -1;

    /// <summary>Between two rounds of questions.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How many more times to ask after the first, or <see cref="NoEnd"/>.</summary>
    public int Attempts { get; init; }

    /// <summary>The machine is known to be in this cloud: without an answer the agent does not start.</summary>
    public bool Required { get; init; }

    /// <summary>Outside the cloud nobody answers: the agent does not wait for it.</summary>
    public static CloudPatience None { get; } = new();
}
