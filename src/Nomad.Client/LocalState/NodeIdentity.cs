using System.Security.Cryptography;
using System.Text;

namespace Nomad.Client.LocalState;

/// <summary>Id and secret of this node, kept in two files so that they outlive a lost state file.</summary>
public sealed record NodeIdentity(string Id, string Secret)
{
    /// <summary>Reads both files, or makes what is missing. In dev mode nothing is kept.</summary>
    /// <param name="options">Where, and whether the id follows from the machine's own.</param>
    /// <param name="hostId">The machine's own id; empty when unknown.</param>
    /// <exception cref="LocalStateException">A file holds no UUID.</exception>
    public static NodeIdentity Load(ClientOptions options, string hostId)
    {
        if (options.DevMode)
            return new NodeIdentity(Draw(), Draw());
        Directory.CreateDirectory(options.StateDir);
        var fresh = options.UseHostUuid && hostId.Length > 0 ? Derive(hostId) : Draw();
        return new NodeIdentity(Keep(Path.Combine(options.StateDir, "client-id"), fresh), Keep(Path.Combine(options.StateDir, "secret-id"), Draw()));
    }

    private static string Keep(string file, string fresh)
    {
        if (File.Exists(file))
        {
            var text = File.ReadAllText(file).Trim();
            return Guid.TryParse(text, out var id) ? id.ToString("D")
                : throw new LocalStateException($"{file} must hold a UUID; restore it, or remove it to register as a new node");
        }
        var half = file + ".new";
        using (var stream = new FileStream(half, new FileStreamOptions
        {
            Mode = FileMode.Create,
            Access = FileAccess.Write,
            UnixCreateMode = OperatingSystem.IsWindows() ? null : UnixFileMode.UserRead | UnixFileMode.UserWrite,
        }))
        {
            stream.Write(Encoding.ASCII.GetBytes(fresh));
            stream.Flush(flushToDisk: true);
        }
        File.Move(half, file);
        return fresh;
    }

    private static string Draw() => Guid.NewGuid().ToString("D");

    private static string Derive(string hostId) => new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(hostId)).AsSpan(0, 16)).ToString("D");
}
