using System.Diagnostics;
using Nomad.Configuration.Addresses;
using Nomad.Model.Logging;

namespace Nomad.Agent.Discovery;

/// <summary>
/// What <c>retry_join</c>, <c>start_join</c> and <c>servers</c> may hold besides addresses: address templates, and <c>exec=COMMAND</c>
/// whose output is addresses. Clouds are not asked: an entry <c>provider=…</c> is named in the log once and left out.
/// </summary>
internal sealed class JoinAddresses(ILog log)
{
    private const string Command = "exec=";

    private const string Provider = "provider=";

    private static readonly TimeSpan CommandPatience = TimeSpan.FromSeconds(30);

    /// <summary>Addresses a command may print; more is not a list of servers.</summary>
    private const int MaxCommandAddresses = 256;

    private readonly HashSet<string> refused = new(StringComparer.Ordinal);

    public async Task<IReadOnlyList<string>> ResolveAsync(IEnumerable<string> texts, CancellationToken cancel)
    {
        List<string> addresses = [];
        foreach (var text in texts)
        {
            try
            {
                if (text.Contains(Provider, StringComparison.Ordinal))
                    Refuse(text);
                else if (text.StartsWith(Command, StringComparison.Ordinal))
                    addresses.AddRange((await RunAsync(text[Command.Length..], cancel)).Take(MaxCommandAddresses));
                else
                    addresses.AddRange(Words(AddressTemplate.Evaluate(text, NetworkInterfaces.Read)));
            }
            catch (Exception problem) when (problem is AddressTemplateException or IOException or System.ComponentModel.Win32Exception)
            {
                log.Warn($"no address from \"{text}\": {problem.Message}");
            }
        }
        return addresses;
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private void Refuse(string text)
    {
        if (refused.Add(text))
        {
            log.Error($"cannot discover servers with \"{text}\": this program asks no cloud provider; "
                + "give addresses, DNS names, \"exec=COMMAND\" that prints addresses, or let Consul's catalog find them (block consul)");
        }
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string command, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(CommandPatience);
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", command]) { RedirectStandardOutput = true })
            ?? throw new IOException("the command did not start");
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return process.ExitCode == 0 ? Words(output) : throw new IOException($"the command ended with {process.ExitCode}");
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            throw new IOException($"the command did not end within {CommandPatience.TotalSeconds} s");
        }
    }
}
