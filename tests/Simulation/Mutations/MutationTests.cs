namespace Nomad.Simulation.Mutations;

/// <summary>
/// Does the simulation find anything? The code is broken on purpose, one way at a time, and each time some seed must show it. A copy of
/// this program with the broken assembly runs the seeds; it must end with a broken law. <c>NOMAD_MUTATION=TEXT</c> tries only
/// those that are named so, <c>NOMAD_SIMULATE_FROM=SEED</c> and <c>NOMAD_SIMULATE_SEEDS=COUNT</c> other seeds than those below.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private static readonly int Seeds = Setting("NOMAD_SIMULATE_SEEDS") ?? 150;

    /// <summary>What is broken, where, how, and from which seed on it is looked for: one that has shown it already, so that it is soon found.</summary>
    private static readonly Dictionary<string, (string Assembly, string Type, string Method, Edit Edit, int From)> Mutations = new(StringComparer.Ordinal)
    {
        ["entries are acknowledged before they are flushed"] = ("Nomad.Raft", "Nomad.Raft.Storage.LogSegment", "Append", new Edit.LeaveOut("Flush", 0), 1),
        ["a vote is not stored"] = ("Nomad.Raft", "Nomad.Raft.Running.NodeLoop", "CarryOut", new Edit.LeaveOut("SaveHardState", 1), 1),
        ["new names are not flushed"] = ("Nomad.Raft", "Nomad.Raft.Storage.DurableFiles", "Replace", new Edit.LeaveOut("FlushDirectory", 1), 5),
        ["entries are taken wherever the log ends"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Follower", "Follows", Edit.True, 1),
        ["a server votes as often as it is asked"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "IsFreeFor", Edit.True, 26),
        ["a server votes for one who lacks entries"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "IsUpToDate", Edit.True, 13),
        ["a server votes that lost what it acknowledged"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "KeptItsWord", Edit.True, 51),
        ["a leader counts on what a server has lost"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Progress", "Forget", Edit.Nothing, 33),
        ["a wrong bit in the log is not noticed"] = ("Nomad.Raft", "Nomad.Raft.Storage.LogRecord", "Checksum", Edit.One, 7),
        ["one server is a majority"] = ("Nomad.Raft", "Nomad.Raft.RaftConfiguration", "get_Quorum", Edit.One, 1),
        ["a read does not ask whether the leader still leads"] = ("Nomad.Raft", "Nomad.Raft.Consensus.LeaderReads", "Confirmed", Edit.LargestNumber, 6),
        ["a leader's lease never ends"] = ("Nomad.Raft", "Nomad.Raft.Running.LeaderLease", "Holds", Edit.True, 1),
        ["a leader's lease outlives the patience of the others"] = ("Nomad.Raft", "Nomad.Raft.Running.LeaderLease", "Holds", new Edit.Swap(Edit.Subtract, Edit.Add), 1),
        ["reads are served without a lease"] = ("Nomad.Raft", "Nomad.Raft.RaftNode", "get_HoldsLease", Edit.True, 1),
        ["the group of peers.json is not written to the log"] = ("Nomad.Raft", "Nomad.Raft.Consensus.RaftLog", "get_IsGroupReplaced", Edit.False, 1),
        ["a snapshot is not loaded"] = ("Nomad.Server", "Nomad.Server.State.StateStore", "Restore", Edit.Nothing, 2),
        ["a state of an operator is not put in force"] = ("Nomad.Raft", "Nomad.Raft.Running.Applier", "Replace", Edit.Nothing, 2),
        ["who has not got a state of an operator says that he has"] = ("Nomad.Raft", "Nomad.Raft.Running.NamedStates", "Has", Edit.True, 2),
        ["a new server votes at once"] = ("Nomad.Raft", "Nomad.Raft.RaftServer", "get_Suffrage", Edit.False, 1),
        ["a leader that was taken out leads on"] = ("Nomad.Raft", "Nomad.Raft.Consensus.RaftCore", "StepDownIfRemoved", Edit.Nothing, 9),
        ["what has arrived of a snapshot is forgotten at a restart"] = ("Nomad.Raft", "Nomad.Raft.Storage.DiskSnapshotSink", "Continue", Edit.Null, 9),
        ["what arrives of a snapshot is not flushed in steps"] = ("Nomad.Raft", "Nomad.Raft.Storage.AppendStream", "WriteBuffer", new Edit.LeaveOut("Flush", 0), 12),
        ["what clients report is not written"] = ("Nomad.Server", "Nomad.Server.State.Writing.AllocationWrites", "UpdateFromClient", Edit.Nothing, 1),
        ["a plan is written over what clients reported meanwhile"] = ("Nomad.Server", "Nomad.Server.State.Writing.AllocationWrites", "KeepClientPart", Edit.FirstArgument, 39),
        ["a job is scaled over what was written meanwhile"] = ("Nomad.Server", "Nomad.Server.State.Writing.JobWrites", "Conflict", Edit.Null, 22),
        ["a plan is not checked"] = ("Nomad.Server", "Nomad.Server.Plans.PlanCheck", "Against", Edit.Null, 3),
        ["plans on their way are not counted"] = ("Nomad.Server", "Nomad.Server.Plans.PlansUnderWay", "Add", Edit.Nothing, 3),
        ["a plan may pass its quota"] = ("Nomad.Server", "Nomad.Server.Plans.QuotaCheck", "Refusal", Edit.Null, 8),
        ["nobody asks again whose turn it is at a volume"] = ("Nomad.Server", "Nomad.Server.Plans.VolumeCheck", "Refusal", Edit.Null, 27),
        ["nobody asks a node again for its volumes"] = ("Nomad.Server", "Nomad.Server.Plans.VolumeCheck", "RefusalOnNode", Edit.Null, 20),
        ["nobody looks whether the last run has ended"] = ("Nomad.Server", "Nomad.Server.Periodic.PeriodicLaunches", "HasRunningChild", Edit.False, 7),
        ["a token is forgotten"] = ("Nomad.Server", "Nomad.Server.State.Writing.JobWrites", "OfToken", Edit.Null, 7),
        ["children do not wait for older ones"] = ("Nomad.Server", "Nomad.Server.Workers.ClusterView", "Siblings", Edit.Null, 3),
        ["groups do not wait for others"] = ("Nomad.Scheduling", "Nomad.Scheduling.Planning.JobWaits", "Unmet", Edit.Null, 3),
        ["room that comes free wakes nobody"] = ("Nomad.Server", "Nomad.Server.Evaluations.BlockedEvaluations", "Release", Edit.Nothing, 3),
        ["a new leader forgets what waits"] = ("Nomad.Server", "Nomad.Server.Leadership.CommitRouter", "Restore", Edit.Nothing, 1),
        ["an evaluation that a worker gives back is lost"] = ("Nomad.Server", "Nomad.Server.Evaluations.EvaluationBroker", "Delay", Edit.Nothing, 3),
        ["whoever asks displaces whom it likes"] = ("Nomad.Scheduling", "Nomad.Scheduling.Ranking.Preemption", "MattersLess", Edit.True, 3),
        ["nobody is displaced"] = ("Nomad.Scheduling", "Nomad.Scheduling.Ranking.Preemption", "MattersLess", Edit.False, 35),
        ["a job whose work is displaced does not hear of it"] = ("Nomad.Server", "Nomad.Server.Plans.PlanApplier", "PreemptionEvaluations", new Edit.LeaveOut("Add", 1), 3),
        ["names in use are given again"] = ("Nomad.Scheduling", "Nomad.Scheduling.Reconciliation.GroupReconciler", "ClaimNames", Edit.Nothing, 1),
        ["a failed allocation of a deployment is left to nobody"] = ("Nomad.Server", "Nomad.Server.Deployments.DeploymentReview", "OnUnhealthy", Edit.Null, 6),
        ["who comes back is not taken up"] = ("Nomad.Scheduling", "Nomad.Scheduling.Reconciliation.Reconnection", "Settle", Edit.Nothing, 20),
        ["the older of two stays whatever the job says"] = ("Nomad.Scheduling", "Nomad.Scheduling.Reconciliation.Reconnection", "KeepsOriginal", Edit.True, 68),
        ["the nonce of a packet is forgotten"] = ("Nomad.Gossip", "Nomad.Gossip.Security.Sealing", "DrawNonce", Edit.Nothing, 1),
        ["a member does not object to being called dead"] = ("Nomad.Gossip", "Nomad.Gossip.Membership.SwimCore", "Refute", Edit.Nothing, 58),
        ["nobody calls on the failed"] = ("Nomad.Gossip", "Nomad.Gossip.Membership.SerfCore", "Reconnect", Edit.Nothing, 61),
    };

    /// <summary>Of what happens in no time at all: looked for where all want the same job (<see cref="SeedTests.Contended"/>).</summary>
    private static readonly string[] Contended = ["a plan is written over what clients reported meanwhile", "a job is scaled over what was written meanwhile"];

    /// <summary>As many at once as there are processors, each on one: begun with the first test, each read by its own.</summary>
    private static readonly Lazy<Dictionary<string, Task<(int Code, string Text)>>> Runs = new(() =>
    {
        var places = new SemaphoreSlim(Environment.ProcessorCount);
        return Chosen.ToDictionary(name => name, name => Task.Run(async () =>
        {
            await places.WaitAsync();
            try
            {
                return Run(name);
            }
            finally
            {
                places.Release();
            }
        }), StringComparer.Ordinal);
    });

    public static TheoryData<string> Names => [.. Chosen];

    private static IEnumerable<string> Chosen => Mutations.Keys.Where(name => name.Contains(Environment.GetEnvironmentVariable("NOMAD_MUTATION") ?? "", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_simulation_notices_when(string broken)
    {
        var (code, text) = await Runs.Value[broken];
        var found = text.Split('\n').FirstOrDefault(line => line.Contains(" broke ", StringComparison.Ordinal))?.Trim();
        output.WriteLine(found ?? text);
        Assert.DoesNotContain(nameof(InvalidProgramException), text); // that is the edit's own fault, and proves nothing
        Assert.True(code != 0 && found is not null, $"{Seeds} seeds did not notice that {broken}:\n{text}");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), System.Globalization.CultureInfo.InvariantCulture, out var number) ? number : null;

    private static (int Code, string Text) Run(string broken)
    {
        var mutation = Mutations[broken];
        var folder = Directory.CreateTempSubdirectory("nomad-mutation-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            MutatedAssembly.Write(Path.Combine(folder, mutation.Assembly + ".dll"), mutation.Type, mutation.Method, mutation.Edit);
            var from = Setting("NOMAD_SIMULATE_FROM") ?? mutation.From;
            return mutation.Assembly == "Nomad.Gossip" ? OtherProgram.RunPools(folder, from, Seeds)
                : broken.Contains("peers.json", StringComparison.Ordinal) ? OtherProgram.RunRecoveries(folder, from, Seeds) : OtherProgram.RunSeeds(folder, from, Seeds, Contended.Contains(broken));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
