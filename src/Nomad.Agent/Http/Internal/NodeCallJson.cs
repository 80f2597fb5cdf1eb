using System.Text.Json;
using System.Text.Json.Serialization;
using Nomad.Model.Allocations;
using Nomad.Model.Jobs;
using Nomad.Model.Nodes;
using Nomad.Rpc;

namespace Nomad.Agent.Http.Internal;

/// <summary>A client's question for its allocations.</summary>
internal sealed record AllocationsQuestion(string NodeId, string SecretId, ulong MinIndex, long WaitMilliseconds);

/// <summary>
/// The answer: each job once, however many allocations run it. <paramref name="JobOf"/> gives for each allocation the place of its
/// job in <paramref name="Jobs"/>, -1 for none.
/// </summary>
internal sealed record AllocationsAnswer(ulong Index, IReadOnlyList<JsonElement> Jobs, IReadOnlyList<int> JobOf, IReadOnlyList<JsonElement> Allocations);

/// <summary>Reports of a client about its allocations.</summary>
internal sealed record AllocationReports(string NodeId, string SecretId, IReadOnlyList<JsonElement> Allocations);

/// <summary>Events of a node.</summary>
internal sealed record NodeEventsReport(string NodeId, string SecretId, IReadOnlyList<JsonElement> Events);

/// <summary>A node that says who it is, and the allocation it asks for ("" when it asks for none).</summary>
internal sealed record NodeClaim(string NodeId, string SecretId, string AllocationId);

/// <summary>
/// The bodies of <see cref="NodeCallRoutes"/>. Model types inside are written by their own context, which knows the original's forms.
/// </summary>
[JsonSerializable(typeof(AllocationsQuestion)), JsonSerializable(typeof(AllocationsAnswer)), JsonSerializable(typeof(AllocationReports))]
[JsonSerializable(typeof(NodeEventsReport)), JsonSerializable(typeof(NodeClaim)), JsonSerializable(typeof(NodeHeartbeat)), JsonSerializable(typeof(ulong))]
internal sealed partial class NodeCallJson : JsonSerializerContext;
