using Nomad.Model;
using Nomad.Model.Logging;

namespace Nomad.Client.Fingerprinting;

/// <summary>Repeats the fingerprints that look at what may change while the agent runs. What is as it was costs one look and nothing else.</summary>
public sealed class PeriodicFingerprints(FingerprintSet fingerprints, TimeProvider time, ILog log)
{
    private readonly ILog log = log.For("client.fingerprint_mgr");

    /// <summary>Called with what one of them had found before and finds now, when that differs and with its first finding. From any thread.</summary>
    public Action<NodeFacts, NodeFacts> Changed { get; init; } = (_, _) => { };

    /// <summary>Runs until cancelled.</summary>
    public Task RunAsync(CancellationToken cancellation) =>
        Task.WhenAll(fingerprints.Periodic.Select(fingerprint => RepeatAsync(fingerprint, cancellation)));

    private async Task RepeatAsync(IPeriodicFingerprint fingerprint, CancellationToken cancellation)
    {
        log.Debug($"fingerprinting periodically: fingerprinter={fingerprint.Name} period={Duration.FromTimeSpan(fingerprint.Period)}");
        var known = new NodeFacts();
        using var timer = new PeriodicTimer(fingerprint.Period, time);
        do
        {
            var found = new NodeFacts();
            await fingerprints.InspectAsync(fingerprint, found, cancellation);
            if (!found.Attributes.SequenceEqual(known.Attributes))
                Changed(known, found);
            known = found;
        }
        while (await timer.WaitForNextTickAsync(cancellation));
    }
}
