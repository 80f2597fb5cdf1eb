using System.Runtime;

namespace Nomad.Server.State.Saving;

/// <summary>
/// While one is held the collector does not look through everything there is, only through what is new: for work whose results all stay. One
/// setting for the whole process, so what several hold at once ends with the last of them.
/// </summary>
internal sealed class QuietCollector : IDisposable
{
    private static readonly Lock Gate = new();
    private static int holders;
    private static GCLatencyMode usual;

    public QuietCollector()
    {
        lock (Gate)
        {
            if (holders++ > 0)
                return;
            usual = GCSettings.LatencyMode;
            GCSettings.LatencyMode = GCLatencyMode.LowLatency;
        }
    }

    public void Dispose()
    {
        lock (Gate)
        {
            if (--holders == 0)
                GCSettings.LatencyMode = usual;
        }
    }
}
