using System.Collections.Frozen;

namespace Nomad.Hcl.Functions;

/// <summary>All functions, by subject.</summary>
internal static class FunctionLibrary
{
    public static IReadOnlyDictionary<string, HclFunction> Create(HclFunctionEnvironment environment) =>
        FrozenDictionary<string, HclFunction>.Empty;
}
