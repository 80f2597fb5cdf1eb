namespace Nomad.Model.Nodes;

/// <summary>How a driver keeps tasks from the files of the host.</summary>
public static class FileSystemIsolation
{
    public const string None = "none";
    public const string Chroot = "chroot";
    public const string Image = "image";
    public const string Unveil = "unveil";
}
