using Nomad.Hcl.Functions;

namespace Nomad.Hcl;

/// <summary>The function library of job files.</summary>
public static class HclStandardFunctions
{
    public static IReadOnlyDictionary<string, HclFunction> Create(HclFunctionEnvironment environment) => FunctionLibrary.Create(environment);
}
