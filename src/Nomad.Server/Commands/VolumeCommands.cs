namespace Nomad.Server.Commands;

/// <summary>Refused whole when one is in use and would become another. <paramref name="Time"/>: unix ns.</summary>
public sealed record UpsertVolumes(IReadOnlyList<CSIVolume> Volumes, long Time) : Command;

/// <summary>Refused while it is in use, unless forced.</summary>
public sealed record DeleteVolume(string Namespace, string ID, bool Force) : Command;
