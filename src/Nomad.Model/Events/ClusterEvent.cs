using System.Text.Json;

namespace Nomad.Model.Events;

/// <summary>One change of state as the event stream tells it; <c>Event</c> in documents.</summary>
/// <remarks>
/// Payload: {"Job":..},{"Allocation":..} (Job
/// removed),{"Evaluation":..},{"Deployment":..},{"Node":..},{"NodePool":..},{"Service":..},{"ACLToken":..},{"ACLPolicy"..},{"ACLRole"..},{"ACLBindingRule":..}
/// for rules, {"AuthMethod":..} for methods, {"Volume":..} (host &amp; CSI), {"Plugin":..}, variables
/// {"Metadata":VariableMetadata,"Deleted":bool}. ACLToken payload has SecretID blank. Job payload gains Deleted flag when purged.
/// </remarks>
public sealed record ClusterEvent
{
    public string Topic { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Key { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public IReadOnlyList<string>? FilterKeys { get; init; }

    public ulong Index { get; init; }

    public JsonElement? Payload { get; init; }
}
