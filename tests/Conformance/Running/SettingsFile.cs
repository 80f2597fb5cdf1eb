namespace Nomad.Conformance.Running;

/// <summary>A configuration file for one agent of a test; gone with it.</summary>
internal sealed class SettingsFile : IDisposable
{
    public SettingsFile(string text)
    {
        Path = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"nomad-settings-{Guid.NewGuid():N}.hcl");
        File.WriteAllText(Path, text);
    }

    public string Path { get; }

    public string Flag => "-config=" + Path;

    public void Dispose() => File.Delete(Path);
}
