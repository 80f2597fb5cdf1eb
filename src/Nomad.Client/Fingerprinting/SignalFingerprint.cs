namespace Nomad.Client.Fingerprinting;

/// <summary>`os.signals`: the signals a job may ask this machine to send.</summary>
public sealed class SignalFingerprint : IFingerprint
{
    private const string Names =
        "SIGABRT,SIGALRM,SIGBUS,SIGCHLD,SIGCONT,SIGFPE,SIGHUP,SIGILL,SIGINT,SIGIO,SIGIOT,SIGKILL,SIGPIPE,SIGPROF,SIGQUIT,SIGSEGV,"
        + "SIGSTOP,SIGSYS,SIGTERM,SIGTRAP,SIGTSTP,SIGTTIN,SIGTTOU,SIGURG,SIGUSR1,SIGUSR2,SIGWINCH,SIGXCPU,SIGXFSZ";

    public string Name => "signal";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        facts.Set("os.signals", Names);
        return ValueTask.CompletedTask;
    }
}
