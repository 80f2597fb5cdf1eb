using Nomad.Configuration;

namespace Nomad.Agent.Composition;

/// <summary>
/// Settings that promise protection this agent cannot give. Starting anyway would leave open what its operator believes closed,
/// so the agent refuses.
/// </summary>
internal static class Safeguards
{
    /// <summary>Throws <see cref="AgentStartException"/> naming the setting and what may be done.</summary>
    public static void Require(AgentConfiguration configuration)
    {
        if (configuration.ACL.Enabled)
            throw new AgentStartException("acl { enabled = true } is set, but this agent asks nobody for a token; " +
                "remove the setting and keep its addresses on a network that only operators reach");
    }
}
