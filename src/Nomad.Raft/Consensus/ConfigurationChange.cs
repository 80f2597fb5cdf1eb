namespace Nomad.Raft.Consensus;

/// <summary>What to do with one server.</summary>
public enum ConfigurationChangeKind
{
    /// <summary>Add as voter, or make a nonvoter a voter, or change the address.</summary>
    AddVoter,

    /// <summary>Add as nonvoter, or change the address.</summary>
    AddNonvoter,

    /// <summary>Make a voter a nonvoter.</summary>
    Demote,
    Remove,
}

/// <summary>A change of one server; majorities before and after any such change overlap.</summary>
public sealed record ConfigurationChange(ConfigurationChangeKind Kind, string Id, string Address = "")
{
    /// <summary>The configuration afterwards, or null with the reason.</summary>
    public RaftConfiguration? ApplyTo(RaftConfiguration current, out string problem)
    {
        problem = "";
        var known = current.Find(Id);
        if (known is null && Kind is ConfigurationChangeKind.Demote or ConfigurationChangeKind.Remove && known is null)
        {
            problem = $"server {Id} is not part of the configuration";
            return null;
        }

        var others = current.Servers.Where(server => server.Id != Id);
        var changed = Kind switch
        {
            ConfigurationChangeKind.AddVoter => new RaftServer(Id, Address),
            ConfigurationChangeKind.AddNonvoter => new RaftServer(Id, Address, known?.Suffrage ?? RaftSuffrage.Nonvoter),
            ConfigurationChangeKind.Demote => known! with { Suffrage = RaftSuffrage.Nonvoter },
            _ => null,
        };
        if (changed is not null && others.FirstOrDefault(server => server.Address == changed.Address) is { } taken)
        {
            problem = $"address {changed.Address} belongs to server {taken.Id}";
            return null;
        }

        var next = new RaftConfiguration([.. others, .. changed is null ? Array.Empty<RaftServer>() : [changed]]);
        if (next.VoterCount == 0)
        {
            problem = $"server {Id} is the last voter: add another voter first";
            return null;
        }

        return next;
    }
}
