namespace Nomad.Raft.Running;

/// <summary>Work beside the caller: on the pool, or wherever the caller's tasks run, so that a simulation keeps them all.</summary>
internal static class Background
{
    public static Task Start(Func<Task> work) =>
        Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap();
}
