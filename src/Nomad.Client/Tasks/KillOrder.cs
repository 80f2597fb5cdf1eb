using Nomad.Model.Allocations;

namespace Nomad.Client.Tasks;

/// <summary>Why a task is to end.</summary>
/// <param name="Event">Told before the kill, when there is more to say than that it is killed.</param>
/// <param name="Reason">Text of the killing event; empty for an ordinary stop.</param>
/// <param name="SkipDelay">Do not wait for `shutdown_delay`.</param>
public sealed record KillOrder(TaskEvent? Event, string Reason = "", bool SkipDelay = false);
