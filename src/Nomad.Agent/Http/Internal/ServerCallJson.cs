using System.Text.Json.Serialization;
using Nomad.Server.Membership;

namespace Nomad.Agent.Http.Internal;

/// <summary>The bodies of <see cref="ServerCallRoutes"/>.</summary>
[JsonSerializable(typeof(RaftReport))]
internal sealed partial class ServerCallJson : JsonSerializerContext;
