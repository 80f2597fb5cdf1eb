namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>EC2. Source: "Instance metadata and user data" of the EC2 user guide; uses the session token of IMDSv2.</summary>
public sealed class AwsFingerprint(MetadataClient metadata, string address) : CloudFingerprint(metadata, address)
{
    private const string TokenSeconds = "60";

    private static readonly string[] Shared = ["ami-id", "instance-life-cycle", "instance-type", "placement/availability-zone"];

    private static readonly string[] Unique =
        ["hostname", "instance-id", "local-hostname", "local-ipv4", "public-hostname", "public-ipv4", "mac"];

    public override string Name => "env_aws";

    protected override async Task AskAsync(NodeFacts facts, CancellationToken cancellation)
    {
        var token = await Metadata.PutAsync($"{Address}/latest/api/token", cancellation, ("X-aws-ec2-metadata-token-ttl-seconds", TokenSeconds));
        var header = ("X-aws-ec2-metadata-token", token ?? "");
        var root = $"{Address}/latest/meta-data";
        if (await Metadata.GetAsync($"{root}/ami-id", cancellation, header) is null)
            return;
        foreach (var key in Shared)
            facts.Set($"platform.aws.{key.Replace('/', '.')}", await Metadata.GetAsync($"{root}/{key}", cancellation, header));
        foreach (var key in Unique)
            facts.Set($"unique.platform.aws.{key}", await Metadata.GetAsync($"{root}/{key}", cancellation, header));
        if (facts.Attributes.TryGetValue("unique.platform.aws.mac", out var mac))
            facts.Set("unique.platform.aws.public-ipv6", await Metadata.GetAsync($"{root}/network/interfaces/macs/{mac}/ipv6s", cancellation, header));
        if (facts.Attributes.TryGetValue("unique.platform.aws.local-ipv4", out var local))
            facts.Set("unique.network.ip-address", local);
        var zone = facts.Attributes.GetValueOrDefault("platform.aws.placement.availability-zone");
        if (facts.Attributes.TryGetValue("unique.platform.aws.instance-id", out var id))
            facts.Links["aws.ec2"] = $"{zone}.{id}";
    }
}
