using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Nomad.Conformance.Clusters;

/// <summary>
/// Hosts that are network namespaces, joined by a bridge that is one, too: the network of this machine is not touched. The test itself
/// talks to each host from within, so that it reaches one that is cut off from the others. Without the rights for it, the test is skipped.
/// </summary>
internal sealed class TestNetwork : IAsyncDisposable
{
    private const string Program = "/usr/sbin/ip";
    private const string Hub = "hub";
    private const string Subnet = "10.77.7";

    private static int lastNumber;

    private readonly string prefix = $"nomad-{Environment.ProcessId}-{Interlocked.Increment(ref lastNumber)}-";
    private readonly List<string> hosts = [];

    private TestNetwork()
    {
    }

    public static async Task<TestNetwork> CreateAsync(params string[] hosts)
    {
        var network = new TestNetwork();
        try
        {
            await network.AddAsync(Hub);
            await network.InAsync(Hub, "link", "add", "bridge", "type", "bridge");
            await network.InAsync(Hub, "link", "set", "bridge", "up");
            foreach (var host in hosts)
                await network.AttachAsync(host);
            return network;
        }
        catch (Exception problem) when (problem is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await network.DisposeAsync();
            Assert.Skip("this machine does not let the test make network namespaces: " + problem.Message);
            throw;
        }
    }

    public string AddressOf(string host) => $"{Subnet}.{hosts.IndexOf(host)}";

    /// <summary>Makes a process start inside a host.</summary>
    public ProcessStartInfo Inside(string host, ProcessStartInfo start)
    {
        string[] command = [start.FileName, .. start.ArgumentList];
        start.FileName = Program;
        start.ArgumentList.Clear();
        foreach (var word in (string[])["netns", "exec", prefix + host, .. command])
            start.ArgumentList.Add(word);
        return start;
    }

    /// <summary>Unplugs a host from the bridge, or plugs it in again.</summary>
    public Task ConnectAsync(string host, bool connected) => InAsync(Hub, "link", "set", "to-" + host, connected ? "up" : "down");

    /// <summary>Nothing that one host sends reaches the other any more; the way back is open unless it is shut, too.</summary>
    public Task ShutAsync(string from, string to) => FilterAsync("-A", from, to);

    public Task OpenAsync(string from, string to) => FilterAsync("-D", from, to);

    /// <summary>For requests that leave from within the host.</summary>
    public HttpMessageHandler HandlerOf(string host) => new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancel) =>
        {
            var socket = SocketIn(host);
            try
            {
                await socket.ConnectAsync(IPAddress.Parse(context.DnsEndPoint.Host), context.DnsEndPoint.Port, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    public async ValueTask DisposeAsync()
    {
        foreach (var host in hosts)
            await RunAsync("netns", "delete", prefix + host);
    }

    // A socket belongs to the namespace of the thread that makes it.
    private Socket SocketIn(string host)
    {
        Socket? socket = null;
        Exception? problem = null;
        var thread = new Thread(() =>
        {
            try
            {
                using var place = File.OpenHandle("/run/netns/" + prefix + host);
                if (SetNamespace((int)place.DangerousGetHandle(), 0) != 0)
                    throw new SocketException(Marshal.GetLastPInvokeError());
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            }
            catch (Exception caught) when (caught is IOException or SocketException)
            {
                problem = caught;
            }
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new HttpRequestException($"no way into host {host}", problem);
    }

    private async Task AddAsync(string host)
    {
        await RequireAsync("netns", "add", prefix + host);
        hosts.Add(host);
        await InAsync(host, "link", "set", "lo", "up");
    }

    private async Task AttachAsync(string host)
    {
        await AddAsync(host);
        await InAsync(host, "link", "add", "eth0", "type", "veth", "peer", "name", "to-" + host, "netns", prefix + Hub);
        await InAsync(Hub, "link", "set", "to-" + host, "master", "bridge", "up");
        await InAsync(host, "address", "add", AddressOf(host) + "/24", "dev", "eth0");
        await InAsync(host, "link", "set", "eth0", "up");
    }

    private Task FilterAsync(string verb, string from, string to) =>
        RequireAsync("netns", "exec", prefix + to, "iptables", "-w", verb, "INPUT", "-s", AddressOf(from), "-j", "DROP");

    private Task InAsync(string host, params string[] words) => RequireAsync(["-netns", prefix + host, .. words]);

    private static async Task RequireAsync(params string[] words)
    {
        if (await RunAsync(words) is { Length: > 0 } problem)
            throw new InvalidOperationException($"ip {string.Join(' ', words)}: {problem}");
    }

    // What the program complains about, "" when it did what it was told.
    private static async Task<string> RunAsync(params string[] words)
    {
        using var process = Process.Start(new ProcessStartInfo(Program, words) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? "" : error.Length > 0 ? error.Trim() : $"exit code {process.ExitCode}";
    }

    [DllImport("libc", EntryPoint = "setns", SetLastError = true)]
    private static extern int SetNamespace(int descriptor, int kind);
}
