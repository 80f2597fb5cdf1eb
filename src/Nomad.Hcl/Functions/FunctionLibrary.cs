using System.Collections.Frozen;

namespace Nomad.Hcl.Functions;

/// <summary>All functions, by subject.</summary>
internal static class FunctionLibrary
{
    public static IReadOnlyDictionary<string, HclFunction> Create(HclFunctionEnvironment environment)
    {
        IEnumerable<HclFunction> all =
        [
            .. NumberFunctions.All,
            .. TextFunctions.All,
            .. FormatFunctions.All,
            .. ListFunctions.All,
            .. KeyedFunctions.All,
            .. SetFunctions.All,
            .. SyntaxFunctions.All,
            .. EncodingFunctions.All,
            .. TimeFunctions.All,
            .. NetworkFunctions.All,
            .. new DigestFunctions(environment).All,
            .. new FileFunctions(environment).All,
        ];
        return all.ToFrozenDictionary(function => function.Name);
    }
}
