using Nomad.Agent.Composition;
using Nomad.Model.Logging;

namespace Nomad.Agent.Tests.Composition;

public sealed class GossipKeysTests : IDisposable
{
    private const string First = "HS5lJ+XuTlYKWaeGYyG+/A==";
    private const string Second = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private readonly string folder = Directory.CreateTempSubdirectory("nomad-keys-").FullName;

    private string Path => System.IO.Path.Combine(folder, "serf.keyring");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void The_keyring_of_an_earlier_start_wins_over_the_configuration()
    {
        var keys = GossipKeys.Load(folder, First, NoLog.Instance);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        keys.Keyring!.Install(Convert.FromBase64String(Second));
        keys.Keyring.Use(Convert.FromBase64String(Second));
        keys.Save();
        Assert.Equal([Second, First], GossipKeys.Load(folder, First, NoLog.Instance).Keyring!.Keys.Select(Convert.ToBase64String));
        Assert.Equal(2, GossipKeys.Load(folder, "", NoLog.Instance).Keyring!.Keys.Count);
    }

    [Fact]
    public void Without_a_key_nothing_is_written_and_without_a_folder_the_key_still_counts()
    {
        Assert.Null(GossipKeys.Load(folder, "", NoLog.Instance).Keyring);
        Assert.False(File.Exists(Path));
        Assert.Single(GossipKeys.Load(null, First, NoLog.Instance).Keyring!.Keys);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("[\"c2hvcnQ=\"]")]
    [InlineData("{}")]
    public void A_damaged_file_is_named(string content)
    {
        File.WriteAllText(Path, content);
        Assert.Contains(Path, Assert.Throws<InvalidDataException>(() => GossipKeys.Load(folder, First, NoLog.Instance)).Message);
    }
}
