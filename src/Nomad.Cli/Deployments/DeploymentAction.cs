using Nomad.Api;
using Nomad.Cli.Invocation;
using Nomad.Model.Deployments;
using Nomad.Model.Requests;

namespace Nomad.Cli.Deployments;

/// <summary>One thing that can be done to a deployment.</summary>
/// <param name="Verb">The word on the command line.</param>
/// <param name="Trouble">Starts the message when the agent refuses.</param>
public sealed record DeploymentAction(string Verb, string Synopsis, string Trouble)
{
    public required Func<CommandCall, Deployment, Task<Answer<DeploymentUpdateResponse>>> Ask { get; init; }

    /// <summary>What is said when it is done, "" for nothing.</summary>
    public Func<Deployment, DeploymentUpdateResponse, string> Sentence { get; init; } = static (_, _) => "";

    /// <summary>An evaluation comes of it that can be followed.</summary>
    public bool Monitors { get; init; }

    public bool TakesGroups { get; init; }

    public static DeploymentAction Fail { get; } = new("fail", "Manually fail a deployment", "Error failing deployment")
    {
        Ask = (call, d) => call.Api.Deployments.FailAsync(d.ID, stop: call.Stop), Monitors = true,
        Sentence = (d, answer) => answer.RevertedJobVersion is { } version
            ? $"Deployment \"{d.ID}\" failed. Auto-reverted to job version {version}." : $"Deployment \"{d.ID}\" failed",
    };

    public static DeploymentAction Pause { get; } = new("pause", "Pause a deployment", "Error pausing deployment")
    {
        Ask = (call, d) => call.Api.Deployments.PauseAsync(d.ID, true, stop: call.Stop), Sentence = (d, _) => $"Deployment \"{d.ID}\" paused",
    };

    public static DeploymentAction Resume { get; } = new("resume", "Resume a paused deployment", "Error resuming deployment")
    {
        Ask = (call, d) => call.Api.Deployments.PauseAsync(d.ID, false, stop: call.Stop), Sentence = (d, _) => $"Deployment \"{d.ID}\" resumed", Monitors = true,
    };

    public static DeploymentAction Promote { get; } = new("promote", "Promote canaries in a deployment", "Error promoting deployment")
    {
        Ask = (call, d) => call.Api.Deployments.PromoteAsync(d.ID, call.Flags.List("group"), stop: call.Stop), Monitors = true, TakesGroups = true,
    };

    public static DeploymentAction Unblock { get; } = new("unblock", "Unblock a blocked deployment", "Error unblocking deployment")
    {
        Ask = (call, d) => call.Api.Deployments.UnblockAsync(d.ID, stop: call.Stop), Sentence = (d, _) => $"Deployment \"{d.ID}\" unblocked", Monitors = true,
    };
}
