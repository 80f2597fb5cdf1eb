using System.Text.Json.Nodes;
using Nomad.Hcl;

namespace Nomad.Jobspec;

/// <summary>The document of the job, or null and at least one error.</summary>
public sealed record JobFileResult(JsonObject? Document, IReadOnlyList<HclDiagnostic> Diagnostics);
