namespace Nomad.Model.Nodes;

/// <summary>The drivers that need no plugin.</summary>
public static class BuiltInDrivers
{
    public const string Docker = "docker";
    public const string Exec = "exec";
    public const string Java = "java";
    public const string Qemu = "qemu";
    public const string RawExec = "raw_exec";
    public const string MockDriver = "mock_driver";
}
