namespace Nomad.Server.Evaluations;

/// <summary>How patient the evaluation broker is.</summary>
public sealed record BrokerOptions
{
    /// <summary>How long a worker may keep an evaluation before it is given to another.</summary>
    public TimeSpan NackTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Wait after the first time an evaluation came back.</summary>
    public TimeSpan InitialNackDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Wait after the n-th time: (n − 1) times this.</summary>
    public TimeSpan SubsequentNackDelay { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Deliveries after which an evaluation is given up.</summary>
    public int DeliveryLimit { get; init; } = 3;
}
