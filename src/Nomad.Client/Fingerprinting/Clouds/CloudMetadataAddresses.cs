namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>Where the clouds tell a machine about itself. Empty = do not ask. The environment may replace them, as may tests.</summary>
public sealed record CloudMetadataAddresses
{
    public string Aws { get; init; } = "";

    public string Gce { get; init; } = "";

    public string Azure { get; init; } = "";

    public string DigitalOcean { get; init; } = "";

    /// <summary>Nothing is asked: for machines known to be in no cloud, and for -dev.</summary>
    public static CloudMetadataAddresses None { get; } = new();

    /// <summary>The usual link-local addresses, each replaced by its environment variable when set.</summary>
    public static CloudMetadataAddresses FromEnvironment(Func<string, string?> environment) => new()
    {
        Aws = environment("AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? "http://169.254.169.254",
        Gce = environment("GCE_ENV_URL") ?? "http://169.254.169.254/computeMetadata/v1/instance/",
        Azure = environment("AZURE_ENV_URL") ?? "http://169.254.169.254/metadata/instance/",
        DigitalOcean = environment("DO_ENV_URL") ?? "http://169.254.169.254/metadata/v1/",
    };
}
