namespace Nomad.Gossip.Tests.Membership;

public sealed class ScriptTests
{
    public static TheoryData<string> Names => [.. GoldenScripts.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_conversation_goes_as_written(string name) => GoldenScripts.Check(name, new PoolStage().Run);
}
