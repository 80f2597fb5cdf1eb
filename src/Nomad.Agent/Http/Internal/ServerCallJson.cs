using System.Text.Json.Serialization;
using Nomad.Server.Membership;
using Nomad.Server.Regions;

namespace Nomad.Agent.Http.Internal;

/// <summary>The bodies of <see cref="ServerCallRoutes"/>.</summary>
[JsonSerializable(typeof(RaftReport)), JsonSerializable(typeof(RegionStanding))]
internal sealed partial class ServerCallJson : JsonSerializerContext;
