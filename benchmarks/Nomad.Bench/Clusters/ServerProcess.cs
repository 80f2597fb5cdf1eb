using System.Diagnostics;
using Nomad.Bench.Agents;

namespace Nomad.Bench.Clusters;

/// <summary>One published agent that is a server, on a loopback address of its own, with a folder that outlives its process.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int Kill = 9;

    private readonly string config;
    private Process process;

    public ServerProcess(string folder, string name, string bind, string join, string more, int expect = 3)
    {
        Bind = bind;
        config = Path.Combine(folder, name + ".hcl");
        File.WriteAllText(config, $$"""
            name = "{{name}}"
            data_dir = "{{folder}}/{{name}}"
            bind_addr = "{{bind}}"
            log_level = "ERROR"
            advertise {
              http = "{{bind}}"
              rpc  = "{{bind}}"
              serf = "{{bind}}"
            }
            server {
              enabled = true
              bootstrap_expect = {{expect}}
              {{more}}
              server_join {
                retry_join = ["{{join}}"]
                retry_interval = "1s"
              }
            }
            """);
        Http = new HttpClient { BaseAddress = new Uri($"http://{bind}:4646"), Timeout = TimeSpan.FromSeconds(5) };
        process = Launch();
    }

    public string Bind { get; }

    public HttpClient Http { get; }

    /// <summary>Processor time it has used so far.</summary>
    public TimeSpan ProcessorTime => Process.GetProcessById(process.Id).TotalProcessorTime;

    public void Signal(int number)
    {
        using var kill = Process.Start("kill", [$"-{number}", process.Id.ToString()]);
        kill.WaitForExit();
    }

    public void Restart()
    {
        End();
        process = Launch();
    }

    /// <summary>Address of the leader as this server sees it, "" for none or no answer.</summary>
    public async Task<string> LeaderAsync()
    {
        try
        {
            return (await Http.GetStringAsync("/v1/status/leader")).Trim('"', '\n');
        }
        catch (Exception problem) when (problem is HttpRequestException or OperationCanceledException)
        {
            return "";
        }
    }

    public void Dispose()
    {
        End();
        Http.Dispose();
    }

    private void End()
    {
        if (!process.HasExited)
        {
            Signal(Kill);
            process.WaitForExit();
        }
        process.Dispose();
    }

    private Process Launch()
    {
        var started = Process.Start(new ProcessStartInfo(AgentProcess.Program, ["agent", $"-config={config}"])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Path.GetTempPath(),
        })!;
        started.OutputDataReceived += (_, _) => { };
        started.ErrorDataReceived += (_, _) => { };
        started.BeginOutputReadLine();
        started.BeginErrorReadLine();
        return started;
    }
}
