namespace Nomad.Client.Fingerprinting;

/// <summary>
/// Looks at one aspect of this machine. Must be quick or bounded, may be run again on reload, and never fails the agent:
/// what it cannot find it leaves out. Called one at a time.
/// </summary>
public interface IFingerprint
{
    /// <summary>The name used by `fingerprint.allowlist` and in logs.</summary>
    string Name { get; }

    /// <summary>Writes what was found into <paramref name="facts"/>.</summary>
    ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation);
}
