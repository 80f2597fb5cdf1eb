namespace Nomad.Agent.Composition;

/// <summary>The agent cannot start; the message names what is in the way.</summary>
internal sealed class AgentStartException(string message, Exception? cause = null) : Exception(message, cause);
