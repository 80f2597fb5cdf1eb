using Nomad.Client.Tasks;

namespace Nomad.Client.Tests.Tasks;

public sealed class TaskEventsTests
{
    [Fact]
    public void Texts_are_those_people_know()
    {
        Assert.Equal("Task received by client", TaskEvents.Received().DisplayMessage);
        Assert.Equal("Sent interrupt. Waiting 5s before force killing", TaskEvents.Killing(TimeSpan.FromSeconds(5)).DisplayMessage);
        Assert.Equal("Sent interrupt", TaskEvents.Killing(TimeSpan.Zero).DisplayMessage);
        Assert.Equal("Task successfully killed", TaskEvents.Killed().DisplayMessage);
        Assert.Equal("Exit Code: 130, Signal: 2", TaskEvents.Terminated(new TaskExit { ExitCode = 130, Signal = 2 }).DisplayMessage);
        Assert.Equal("Exit Code: 1, Exit Message: \"lost\"", TaskEvents.Terminated(new TaskExit { ExitCode = 1, Error = "lost" }).DisplayMessage);
        Assert.Equal("Task restarting in 15s", TaskEvents.Restarting(TimeSpan.FromSeconds(15), "Restart within policy").DisplayMessage);
        Assert.Equal("Task's sibling \"a\" failed", TaskEvents.SiblingFailed("a").DisplayMessage);
        Assert.Equal("Leader Task in Group dead", TaskEvents.LeaderDead().DisplayMessage);
        Assert.Equal("Task being sent signal SIGHUP", TaskEvents.Signaling("SIGHUP", "").DisplayMessage);
        Assert.Equal("Task signaled to restart", TaskEvents.RestartSignaled("").DisplayMessage);
        Assert.Equal("Building Task Directory", TaskEvents.Setup("Building Task Directory").Message);
    }
}
