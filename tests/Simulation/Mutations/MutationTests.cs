namespace Nomad.Simulation.Mutations;

/// <summary>
/// Does the simulation find anything? The code is broken on purpose, one way at a time, and each time some seed must show it. A copy of
/// this program with the broken assembly runs the seeds; it must end with a broken law. <c>NOMAD_MUTATION=TEXT</c> tries only
/// those that are named so.
/// </summary>
public sealed class MutationTests(ITestOutputHelper output)
{
    private const int Seeds = 150;

    /// <summary>What is broken, where, and how.</summary>
    private static readonly Dictionary<string, (string Assembly, string Type, string Method, Edit Edit)> Mutations = new(StringComparer.Ordinal)
    {
        ["entries are acknowledged before they are flushed"] = ("Nomad.Raft", "Nomad.Raft.Storage.LogSegment", "Append", new Edit.LeaveOut("Flush", 0)),
        ["a vote is not stored"] = ("Nomad.Raft", "Nomad.Raft.Running.NodeLoop", "CarryOut", new Edit.LeaveOut("SaveHardState", 1)),
        ["new names are not flushed"] = ("Nomad.Raft", "Nomad.Raft.Storage.DurableFiles", "Replace", new Edit.LeaveOut("FlushDirectory", 1)),
        ["entries are taken wherever the log ends"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Follower", "Follows", Edit.True),
        ["a server votes as often as it is asked"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "IsFreeFor", Edit.True),
        ["a server votes for one who lacks entries"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "IsUpToDate", Edit.True),
        ["a server votes that lost what it acknowledged"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Election", "KeptItsWord", Edit.True),
        ["a leader counts on what a server has lost"] = ("Nomad.Raft", "Nomad.Raft.Consensus.Progress", "Forget", Edit.Nothing),
        ["a wrong bit in the log is not noticed"] = ("Nomad.Raft", "Nomad.Raft.Storage.LogRecord", "Checksum", Edit.One),
        ["one server is a majority"] = ("Nomad.Raft", "Nomad.Raft.RaftConfiguration", "get_Quorum", Edit.One),
        ["a read does not ask whether the leader still leads"] = ("Nomad.Raft", "Nomad.Raft.Consensus.LeaderReads", "Confirmed", Edit.LargestNumber),
        ["a leader's lease never ends"] = ("Nomad.Raft", "Nomad.Raft.Running.LeaderLease", "Holds", Edit.True),
        ["a leader's lease outlives the patience of the others"] = ("Nomad.Raft", "Nomad.Raft.Running.LeaderLease", "Holds", new Edit.Swap(Edit.Subtract, Edit.Add)),
        ["reads are served without a lease"] = ("Nomad.Raft", "Nomad.Raft.RaftNode", "get_HoldsLease", Edit.True),
        ["the group of peers.json is not written to the log"] = ("Nomad.Raft", "Nomad.Raft.Consensus.RaftLog", "get_IsGroupReplaced", Edit.False),
        ["a snapshot is not loaded"] = ("Nomad.Server", "Nomad.Server.State.StateStore", "Restore", Edit.Nothing),
        ["a plan is not checked"] = ("Nomad.Server", "Nomad.Server.Plans.PlanCheck", "Against", Edit.Null),
        ["plans on their way are not counted"] = ("Nomad.Server", "Nomad.Server.Plans.PlansUnderWay", "Add", Edit.Nothing),
        ["a plan may pass its quota"] = ("Nomad.Server", "Nomad.Server.Plans.QuotaCheck", "Refusal", Edit.Null),
        ["children do not wait for older ones"] = ("Nomad.Server", "Nomad.Server.Workers.ClusterView", "Siblings", Edit.Null),
        ["groups do not wait for others"] = ("Nomad.Scheduling", "Nomad.Scheduling.Planning.JobWaits", "Unmet", Edit.Null),
        ["room that comes free wakes nobody"] = ("Nomad.Server", "Nomad.Server.Evaluations.BlockedEvaluations", "Release", Edit.Nothing),
        ["a new leader forgets what waits"] = ("Nomad.Server", "Nomad.Server.Leadership.CommitRouter", "Restore", Edit.Nothing),
        ["an evaluation that a worker gives back is lost"] = ("Nomad.Server", "Nomad.Server.Evaluations.EvaluationBroker", "Delay", Edit.Nothing),
        ["names in use are given again"] = ("Nomad.Scheduling", "Nomad.Scheduling.Reconciliation.GroupReconciler", "ClaimNames", Edit.Nothing),
        ["a failed allocation of a deployment is left to nobody"] = ("Nomad.Server", "Nomad.Server.Deployments.DeploymentReview", "OnUnhealthy", Edit.Null),
        ["the nonce of a packet is forgotten"] = ("Nomad.Gossip", "Nomad.Gossip.Security.Sealing", "DrawNonce", Edit.Nothing),
        ["a member does not object to being called dead"] = ("Nomad.Gossip", "Nomad.Gossip.Membership.SwimCore", "Refute", Edit.Nothing),
        ["nobody calls on the failed"] = ("Nomad.Gossip", "Nomad.Gossip.Membership.SerfCore", "Reconnect", Edit.Nothing),
    };

    public static TheoryData<string> Names =>
        [.. Mutations.Keys.Where(name => name.Contains(Environment.GetEnvironmentVariable("NOMAD_MUTATION") ?? "", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_simulation_notices_when(string broken)
    {
        var mutation = Mutations[broken];
        var folder = Directory.CreateTempSubdirectory("nomad-mutation-").FullName;
        try
        {
            foreach (var file in Directory.GetFiles(AppContext.BaseDirectory))
                File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            MutatedAssembly.Write(Path.Combine(folder, mutation.Assembly + ".dll"), mutation.Type, mutation.Method, mutation.Edit);
            var (code, text) = mutation.Assembly == "Nomad.Gossip" ? OtherProgram.RunPools(folder, 1, Seeds)
                : broken.Contains("peers.json", StringComparison.Ordinal) ? OtherProgram.RunRecoveries(folder, 1, Seeds) : OtherProgram.RunSeeds(folder, 1, Seeds);
            var found = text.Split('\n').FirstOrDefault(line => line.Contains(" broke ", StringComparison.Ordinal))?.Trim();
            output.WriteLine(found ?? text);
            Assert.DoesNotContain(nameof(InvalidProgramException), text); // that is the edit's own fault, and proves nothing
            Assert.True(code != 0 && found is not null, $"{Seeds} seeds did not notice that {broken}:\n{text}");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
