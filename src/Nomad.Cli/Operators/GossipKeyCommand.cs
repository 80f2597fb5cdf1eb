using System.Security.Cryptography;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Operators;

/// <summary><c>operator gossip keyring generate</c>: a fresh key for encrypting gossip.</summary>
public sealed class GossipKeyCommand : Command
{
    private const int KeyBytes = 32;

    public override string Name => "operator gossip keyring generate";

    public override string Synopsis => "Generates a new encryption key";

    public override string Usage => "";

    public override bool UsesApi => false;

    public override Task<int> RunAsync(CommandCall call)
    {
        call.Line(Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes)));
        return Task.FromResult(0);
    }
}
