using System.Collections.Concurrent;
using Nomad.Drivers;
using Nomad.Model;
using Nomad.Model.Logging;
using Nomad.Model.Nodes;

namespace Nomad.Client.Fingerprinting;

/// <summary>Listens to what each driver finds on this host and keeps the latest of each. Reading is thread safe.</summary>
public sealed class DriverWatch(IReadOnlyList<IDriver> drivers, TimeProvider time, ILog log)
{
    /// <summary>A driver that says nothing for so long does not hold up the node; it joins when it speaks.</summary>
    private static readonly TimeSpan FirstAnswerLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromMinutes(2);

    private readonly ConcurrentDictionary<string, DriverInfo> found = new(StringComparer.Ordinal);

    /// <summary>Called when a driver's health or attributes changed after the first answer; gets the driver's name.</summary>
    public Action<string> Changed { get; set; } = _ => { };

    public IReadOnlyDictionary<string, DriverInfo> Found() => new SortedDictionary<string, DriverInfo>(found, StringComparer.Ordinal);

    /// <summary>Begins to listen; returns when every driver has answered once, or after a limit.</summary>
    public async Task StartAsync(CancellationToken running)
    {
        var first = drivers.Select(driver =>
        {
            var answered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _ = ListenAsync(driver, answered, running);
            return answered.Task;
        }).ToArray();
        await Task.WhenAny(Task.WhenAll(first), Task.Delay(FirstAnswerLimit, time, running));
        var byHealth = Found().GroupBy(driver => driver.Value.Healthy ? "healthy" : driver.Value.Detected ? "unhealthy" : "undetected", driver => driver.Key)
            .OrderBy(group => group.Key, StringComparer.Ordinal);
        log.Debug($"detected drivers: drivers=\"map[{string.Join(' ', byHealth.Select(group => $"{group.Key}:[{string.Join(' ', group)}]"))}]\"");
    }

    private async Task ListenAsync(IDriver driver, TaskCompletionSource answered, CancellationToken running)
    {
        log.Debug($"fingerprinting periodically: driver={driver.Name} period={Duration.FromTimeSpan(driver.FingerprintPeriod)}");
        var pauses = new Registration.Backoff(FirstRetry, LongestRetry);
        while (!running.IsCancellationRequested)
        {
            try
            {
                await foreach (var print in driver.FingerprintAsync(running))
                {
                    Keep(driver.Name, print);
                    pauses.Reset();
                    if (answered.TrySetResult())
                        log.Debug($"initial driver fingerprint: driver={driver.Name} health={print.Health.ToString().ToLowerInvariant()} description={print.Description}");
                }
                return;
            }
            catch (OperationCanceledException) when (running.IsCancellationRequested)
            {
                return;
            }
            catch (Exception problem) when (problem is DriverException or IOException)
            {
                log.Warn($"failed to fingerprint driver, retrying: driver={driver.Name} error=\"{problem.Message}\"");
                Keep(driver.Name, new DriverFingerprint(new Dictionary<string, string>(), DriverHealth.Undetected, problem.Message));
                answered.TrySetResult();
            }
            try
            {
                await Task.Delay(pauses.Next(Random.Shared.NextDouble()), time, running);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Keep(string name, DriverFingerprint print)
    {
        var info = new DriverInfo
        {
            Attributes = print.Attributes,
            Detected = print.Health != DriverHealth.Undetected,
            Healthy = print.Health == DriverHealth.Healthy,
            HealthDescription = print.Description,
            UpdateTime = time.GetUtcNow(),
        };
        var before = found.GetValueOrDefault(name);
        found[name] = info;
        if (before is not null && !Same(before, info))
            Changed(name);
    }

    private static bool Same(DriverInfo left, DriverInfo right) =>
        left.Detected == right.Detected && left.Healthy == right.Healthy && left.HealthDescription == right.HealthDescription
        && left.Attributes!.OrderBy(pair => pair.Key).SequenceEqual(right.Attributes!.OrderBy(pair => pair.Key));
}
