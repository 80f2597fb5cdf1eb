using Nomad.Raft.Transport;

namespace Nomad.Raft.Consensus;

/// <summary>
/// When this server asks for votes, who gave them, and whom it may give its own (Raft paper, 5.2 and 5.4.1). What follows from a
/// verdict is the core's.
/// </summary>
internal sealed class Election(CoreState state, RaftOptions options, Random random)
{
    private const int SpreadSteps = 1024;

    private readonly Patience patience = new(options);
    private readonly SortedDictionary<string, bool> votes = new(StringComparer.Ordinal);
    private int elapsed;
    private int spread;
    private bool asked;
    private bool lost;

    // Who was restarted does not know when it last heard a leader: it may have been just now. A new server has nothing to forget.
    private int sinceLeader = state.Term > 0 ? 0 : options.ElectionTicks;

    /// <summary>Ticks after which a leader that hears no majority steps down.</summary>
    public int LongestPatience => patience.Longest;

    /// <summary>
    /// A leader that was answered less than an election time ago counts on this server, and answers reads by itself meanwhile: no vote
    /// for anybody else, whatever terms this server has learned of since.
    /// </summary>
    public bool IsCountedOn => sinceLeader < options.ElectionTicks;

    /// <summary>
    /// A voter may lead. So may one whose removal is in its log but perhaps nowhere else: with the longest log, it may be the only
    /// one that can win, and must then finish its own removal (dissertation, 4.2.2).
    /// </summary>
    public bool MayLead => KeptItsWord()
        && (state.Configuration.IsVoter(state.Id) || (state.Log.ConfigurationIndex > state.Commit && state.Log.PreviousConfiguration.IsVoter(state.Id)));

    // Waits differ by up to a half, so that two followers seldom ask for votes at the same moment. Whose votes did not suffice asks again
    // after a third of that: there is no leader to be patient with, and others may have been asked a moment too early. A leader whose
    // connection is gone is not waited for longer than others count on it.
    private int Timeout => asked ? Math.Max(1, (patience.Ticks / 3) + (patience.Ticks * spread / (3 * SpreadSteps)))
        : lost ? options.ElectionTicks + 1 + (options.ElectionTicks * spread / (8 * SpreadSteps))
        : patience.Ticks + (patience.Ticks * spread / (2 * SpreadSteps));

    public void Tick()
    {
        patience.Tick();
        sinceLeader = Math.Min(sinceLeader + 1, options.ElectionTicks);
    }

    /// <summary>One more tick without a leader; true when it is time to ask for votes.</summary>
    public bool WaitedLongEnough() => ++elapsed >= Timeout;

    /// <param name="asked">Votes were asked for and have not decided anything.</param>
    public void Restart(bool asked = false)
    {
        this.asked = asked;
        lost = false;
        elapsed = 0;
        spread = random.Next(SpreadSteps);
    }

    /// <summary>Somebody who leads or should lead gave a sign of life.</summary>
    public void Heard(string from)
    {
        if (state.Leader == from)
        {
            patience.HeardAfter(elapsed);
        }

        elapsed = 0;
    }

    public void HeardLeader(string from)
    {
        Heard(from);
        sinceLeader = 0;
        lost = false;
    }

    /// <summary>The leader's connection is gone: its program has probably ended. It may also dial again.</summary>
    public void LostLeader() => lost = true;

    /// <summary>A new vote, with this server's own.</summary>
    public void Open()
    {
        votes.Clear();
        votes[state.Id] = true;
    }

    public void Count(VoteResponse response) => votes.TryAdd(response.From, response.Granted);

    /// <summary>True: won, false: lost, null: open.</summary>
    public bool? Verdict()
    {
        var group = state.Configuration;
        if (group.Voters.Count(id => votes.GetValueOrDefault(id)) >= group.Quorum)
        {
            return true;
        }

        var refused = group.Voters.Count(id => votes.TryGetValue(id, out var vote) && !vote);
        return refused > group.VoterCount - group.Quorum ? false : null;
    }

    /// <param name="request">Who asks.</param>
    /// <param name="alsoAsks">This server asks for pre-votes itself.</param>
    public bool Grants(VoteRequest request, bool alsoAsks) => KeptItsWord() && IsFreeFor(request) && IsUpToDate(request) && !(alsoAsks && IsBehindUs(request));

    // Of two that ask at the same moment and could both lead, one goes first: otherwise each would take its own vote and neither win.
    private bool IsBehindUs(VoteRequest request) => request.PreVote && request.LastTerm == state.Log.LastTerm && request.LastIndex == state.Log.LastIndex
        && string.CompareOrdinal(request.From, state.Id) < 0;

    /// <summary>A server that lost what it acknowledged has no say in who leads.</summary>
    private bool KeptItsWord() => !state.LacksEntries;

    private bool IsFreeFor(VoteRequest request) =>
        state.Vote == request.From || (state.Vote is null && state.Leader is null) || (request.PreVote && request.Term > state.Term);

    private bool IsUpToDate(VoteRequest request) =>
        request.LastTerm > state.Log.LastTerm || (request.LastTerm == state.Log.LastTerm && request.LastIndex >= state.Log.LastIndex);
}
