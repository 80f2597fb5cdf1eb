namespace Nomad.Model.Services;

/// <summary>Marks a gateway as a mesh gateway; it has no settings.</summary>
public sealed record ConsulMeshConfigEntry;
