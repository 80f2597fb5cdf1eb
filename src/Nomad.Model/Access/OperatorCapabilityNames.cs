namespace Nomad.Model.Access;

/// <summary>Rights on the cluster.</summary>
public static class OperatorCapabilityNames
{
    public const string SnapshotSave = "snapshot-save";
    public const string LicenseRead = "license-read";
    public const string KeyringRotate = "keyring-rotate";
    public const string KeyringRead = "keyring-read";
    public const string KeyringDelete = "keyring-delete";
    public const string Deny = "deny";
}
