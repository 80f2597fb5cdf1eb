using System.Globalization;
using System.Net;
using Nomad.Configuration.Reading;
using Nomad.Configuration.Settings;

namespace Nomad.Configuration.Addresses;

/// <summary>Works out where the agent listens and what it tells others.</summary>
internal sealed class AddressNormalization(Func<IReadOnlyList<InterfaceAddress>> interfaces, ProblemList problems)
{
    // Services whose address only this machine could reach, in the order of the block.
    private readonly List<(string Service, string Address)> unreachable = [];

    public AgentConfiguration Apply(AgentConfiguration configuration)
    {
        var bind = SingleAddress(configuration.BindAddr, "bind_addr");
        var http = ManyAddresses(configuration.Addresses.HTTP, bind);
        var rpc = configuration.Addresses.RPC.Length == 0 ? bind : SingleAddress(configuration.Addresses.RPC, "addresses.rpc");
        var serf = configuration.Addresses.Serf.Length == 0 ? bind : SingleAddress(configuration.Addresses.Serf, "addresses.serf");
        if (bind is null || http is null || rpc is null || serf is null)
        {
            return configuration;
        }

        var ports = configuration.Ports;
        var advertise = configuration.AdvertiseAddrs;
        var addressed = configuration with
        {
            BindAddr = bind,
            Addresses = new AddressSettings { HTTP = string.Join(' ', http), RPC = rpc, Serf = serf },
            NormalizedAddrs = new NormalizedAddresses
            {
                HTTP = [.. http.Select(address => Join(address, ports.HTTP))],
                RPC = Join(rpc, ports.RPC),
                Serf = Join(serf, ports.Serf),
            },
            AdvertiseAddrs = new AddressSettings
            {
                HTTP = Advertised(advertise.HTTP, http[0], ports.HTTP, "http", configuration.DevMode),
                RPC = Advertised(advertise.RPC, rpc, ports.RPC, "rpc", configuration.DevMode),
                Serf = configuration.Server.Enabled ? Advertised(advertise.Serf, serf, ports.Serf, "serf", configuration.DevMode) : advertise.Serf,
            },
        };
        if (unreachable.Count > 0)
        {
            problems.Error("For an agent that only this machine is to reach, put this block into a file given with -config:\nadvertise {\n" +
                string.Concat(unreachable.Select(own => $"  {own.Service,-4} = \"{own.Address}\"\n")) + "}", "advertise");
        }
        return addressed;
    }

    /// <summary>Brackets around IPv6, none around anything else.</summary>
    public static string Join(string host, int port) => host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{host}]:{port}")
        : string.Create(CultureInfo.InvariantCulture, $"{host}:{port}");

    /// <summary>Evaluates a template that must give one word; null when it does not.</summary>
    public string? SingleText(string text, string key)
    {
        if (Words(text, key) is not { } words)
        {
            return null;
        }

        if (words.Length == 1)
        {
            return words[0];
        }

        problems.Error(words.Length == 0
            ? $"Failed to parse {key}: no addresses found for \"{text}\""
            : $"Failed to parse {key}: multiple addresses found ({string.Join(' ', words)}), but one is needed; choose one with GetInterfaceIP or attr", key);
        return null;
    }

    private string[]? Words(string text, string key)
    {
        try
        {
            return AddressTemplate.Evaluate(text, interfaces).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception exception) when (exception is AddressTemplateException or ArgumentException or NotSupportedException)
        {
            problems.Error($"Failed to parse {key}: {exception.Message}", key);
            return null;
        }
    }

    private string? SingleAddress(string text, string key) => SingleText(text, key) is { } word ? Canonical(word, key) : null;

    private List<string>? ManyAddresses(string text, string? bind)
    {
        if (text.Length == 0)
        {
            return bind is null ? null : [bind];
        }

        var words = Words(text, "addresses.http");
        if (words is { Length: 0 })
        {
            problems.Error($"Failed to parse addresses.http: no addresses found for \"{text}\"", "addresses.http");
            return null;
        }

        var addresses = words?.Select(word => Canonical(word, "addresses.http")).ToList();
        return addresses is null || addresses.Contains(null) ? null : [.. addresses.OfType<string>()];
    }

    /// <summary>RFC 5952 form of IPv6; unix sockets and host names are kept for HTTP.</summary>
    private string? Canonical(string word, string key)
    {
        if (IPAddress.TryParse(word.Trim('[', ']'), out var address))
        {
            return address.ToString();
        }

        if (key == "addresses.http" && word.StartsWith("unix://", StringComparison.Ordinal))
        {
            return word;
        }

        if (word == "localhost")
        {
            return "127.0.0.1";
        }

        problems.Error($"{key} \"{word}\" is not an IP address; a template such as {{{{ GetInterfaceIP \"eth0\" }}}} can find one", key);
        return null;
    }

    private string Advertised(string given, string bound, int port, string service, bool dev)
    {
        var key = "advertise." + service;
        if (given.Length > 0)
        {
            return SingleText(given, key) is not { } word ? given
                : IPAddress.TryParse(word.Trim('[', ']'), out var alone) ? Join(alone.ToString(), port)
                : word.Contains(':', StringComparison.Ordinal) ? word
                : Join(word, port);
        }

        if (!IPAddress.TryParse(bound, out var address))
        {
            return bound;
        }

        if (AddressRange.IsUnicast(address) || (dev && IPAddress.IsLoopback(address)))
        {
            return Join(address.ToString(), port);
        }

        if (IPAddress.IsLoopback(address))
        {
            problems.Error($"Failed to parse {key}: defaulting advertise to localhost is unsafe, please set advertise manually ({key})", key);
            unreachable.Add((service, bound));
            return Join(bound, port);
        }

        var found = AddressTemplate.Evaluate("{{ GetPrivateIP }}", interfaces);
        if (found.Length == 0 && dev)
        {
            found = "127.0.0.1";
        }

        if (found.Length == 0)
        {
            problems.Error($"Failed to parse {key}: no private address was found to advertise, please set advertise manually ({key})", key);
        }

        return Join(found, port);
    }
}
