namespace Nomad.Model.Constraints;

/// <summary>How a constraint compares.</summary>
public static class Operands
{
    public const string Equal = "=";
    public const string DoubleEqual = "==";
    public const string Is = "is";
    public const string NotEqual = "!=";
    public const string Not = "not";
    public const string Less = "<";
    public const string LessOrEqual = "<=";
    public const string Greater = ">";
    public const string GreaterOrEqual = ">=";
    public const string Regexp = "regexp";
    public const string Version = "version";
    public const string DistinctHosts = "distinct_hosts";
    public const string Semver = "semver";
    public const string SetContains = "set_contains";
    public const string SetContainsAll = "set_contains_all";
    public const string SetContainsAny = "set_contains_any";
    public const string IsSet = "is_set";
    public const string IsNotSet = "is_not_set";
    public const string DistinctProperty = "distinct_property";
}
