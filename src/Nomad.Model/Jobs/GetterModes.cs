namespace Nomad.Model.Jobs;

/// <summary>Whether an artifact is a file or a folder.</summary>
public static class GetterModes
{
    public const string Any = "any";
    public const string File = "file";
    public const string Dir = "dir";
}
