namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>DigitalOcean droplets. Source: "Droplet metadata" of the DigitalOcean documents.</summary>
public sealed class DigitalOceanFingerprint(MetadataClient metadata, string address) : CloudFingerprint(metadata, address)
{
    private static readonly (string Path, string Name)[] Questions =
    [
        ("hostname", "unique.platform.digitalocean.hostname"),
        ("interfaces/private/0/ipv4/address", "unique.platform.digitalocean.private-ipv4"),
        ("interfaces/public/0/ipv4/address", "unique.platform.digitalocean.public-ipv4"),
        ("interfaces/private/0/ipv6/address", "unique.platform.digitalocean.private-ipv6"),
        ("interfaces/public/0/ipv6/address", "unique.platform.digitalocean.public-ipv6"),
        ("interfaces/public/0/mac", "unique.platform.digitalocean.mac"),
        ("region", "platform.digitalocean.region"),
    ];

    public override string Name => "env_digitalocean";

    protected override async Task AskAsync(NodeFacts facts, CancellationToken cancellation)
    {
        // Other clouds answer unknown paths with pages of their own; a droplet's id is a number.
        if (await Metadata.GetAsync($"{Address}/id", cancellation) is not { Length: > 0 } id || !id.All(char.IsAsciiDigit))
            return;
        facts.Set("unique.platform.digitalocean.id", id);
        foreach (var (path, name) in Questions)
            facts.Set(name, await Metadata.GetAsync($"{Address}/{path}", cancellation));
        facts.Links["digitalocean"] = id;
    }
}
