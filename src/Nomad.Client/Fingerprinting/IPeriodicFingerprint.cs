namespace Nomad.Client.Fingerprinting;

/// <summary>Looks at something that may change while the agent runs. Looking again must be cheap: it happens for as long as the agent lives.</summary>
public interface IPeriodicFingerprint : IFingerprint
{
    /// <summary>How often to look.</summary>
    TimeSpan Period { get; }
}
