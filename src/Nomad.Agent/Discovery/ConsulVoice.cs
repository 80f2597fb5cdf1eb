using Nomad.Model.Logging;

namespace Nomad.Agent.Discovery;

/// <summary>Says once that Consul does not answer, however many parts ask it and however often, until it has answered again. Any thread.</summary>
/// <param name="log">Where it is said.</param>
/// <param name="quiet">Somebody else says it already.</param>
internal sealed class ConsulVoice(ILog log, bool quiet)
{
    private int missing;

    public ILog Log => log;

    public void Answered() => Volatile.Write(ref missing, 0);

    public void Missing(string purpose, Exception problem)
    {
        var first = Interlocked.Exchange(ref missing, 1) == 0 && !quiet;
        var text = $"no consul agent answers, asking it again from time to time: purpose=\"{purpose}\" error=\"{problem.Message.Replace('"', '\'')}\"";
        if (first)
            log.Warn(text);
        else
            log.Debug(text);
    }
}
