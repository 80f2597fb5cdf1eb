namespace Nomad.Hcl;

public enum HclSeverity
{
    Error,
    Warning,
}
