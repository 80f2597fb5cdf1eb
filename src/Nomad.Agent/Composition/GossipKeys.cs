using System.Text.Json;
using Nomad.Gossip.Security;
using Nomad.Model.Json;
using Nomad.Model.Logging;

namespace Nomad.Agent.Composition;

/// <summary>
/// The keys of the gossip pool in the file <c>serf.keyring</c> of the server's folder: a JSON array of base64 texts, the one that
/// encrypts first. What operators install, use and remove is there after a restart; the configuration's key counts only for the first start.
/// </summary>
internal sealed class GossipKeys
{
    private const string FileName = "serf.keyring";

    private readonly string? path;
    private readonly ILog log;

    private GossipKeys(string? path, Keyring? keyring, ILog log) => (this.path, Keyring, this.log) = (path, keyring, log);

    /// <summary>Null: this server gossips in the clear.</summary>
    public Keyring? Keyring { get; }

    /// <param name="folder">The server's folder; null for a server that keeps nothing.</param>
    /// <param name="key">The key of the configuration, base64, "" for none.</param>
    /// <param name="log">Where it is said which of the two counts.</param>
    /// <exception cref="InvalidDataException">The file holds something else; the message names it.</exception>
    public static GossipKeys Load(string? folder, string key, ILog log)
    {
        var path = folder is null ? null : Path.Combine(folder, FileName);
        if (path is not null && File.Exists(path))
        {
            if (key.Length > 0)
                log.Warn($"keyring exists, the configured encryption key is not used: path={path}");
            return new GossipKeys(path, Read(path), log);
        }
        var keys = new GossipKeys(path, key.Length > 0 ? new Keyring([Convert.FromBase64String(key)]) : null, log);
        keys.Save();
        return keys;
    }

    /// <summary>Writes the keys down. A disk that does not take them is said in the log: they hold until the next start.</summary>
    public void Save()
    {
        if (path is null || Keyring is null)
            return;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            var fresh = path + ".new";
            File.Delete(fresh);
            using (var file = new FileStream(fresh, new FileStreamOptions
            {
                Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
            }))
            {
                JsonSerializer.Serialize(file, [.. Keyring.Keys.Select(Convert.ToBase64String)], ModelJson.Default.ListOfText);
                file.Flush(flushToDisk: true);
            }
            File.Move(fresh, path, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            log.Error($"the gossip keyring cannot be written and will be forgotten at the next start: path={path} error=\"{problem.Message}\"");
        }
    }

    private static Keyring Read(string path)
    {
        try
        {
            var keys = JsonSerializer.Deserialize(File.ReadAllBytes(path), ModelJson.Default.ListOfText) ?? [];
            return keys.Count > 0 ? new Keyring(keys.Select(Convert.FromBase64String)) : throw new InvalidDataException($"{path} holds no key; remove it to use the configured one");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"{path} must be a JSON array of base64 keys of 16, 24 or 32 bytes: {problem.Message}", problem);
        }
    }
}
