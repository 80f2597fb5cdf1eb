namespace Nomad.Model.Services;

/// <summary>How a check looks at a service.</summary>
public static class CheckTypes
{
    public const string Http = "http";
    public const string Tcp = "tcp";
    public const string Script = "script";
    public const string Grpc = "grpc";
}
