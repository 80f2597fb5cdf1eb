namespace Nomad.Server.State;

/// <summary>What names a job: two namespaces may hold jobs of one ID.</summary>
public readonly record struct JobKey(string Namespace, string ID)
{
    public override string ToString() => $"{Namespace}/{ID}";
}

/// <summary>What names one version of a job.</summary>
public readonly record struct JobVersionKey(string Namespace, string ID, ulong Version);
