namespace Nomad.Model.Services;

/// <summary>How an HTTP check connects.</summary>
public static class CheckProtocols
{
    public const string Http = "http";
    public const string Https = "https";
}
