namespace Nomad.Raft.Storage;

/// <summary>Tells one file of a snapshot from another of the same place: servers may write the same state in different bytes.</summary>
/// <param name="Bytes">Length of the content.</param>
/// <param name="Checksum">CRC-32C of the content.</param>
public readonly record struct SnapshotDigest(long Bytes, uint Checksum);
