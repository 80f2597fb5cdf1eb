using Nomad.Hcl.Evaluation;

namespace Nomad.Hcl;

/// <summary>Expansion of <c>dynamic</c> blocks.</summary>
public static class HclDynamicBlocks
{
    /// <summary>
    /// Replaces every <c>dynamic</c> block, at any depth, by the blocks it stands for, in place. Nothing is expanded
    /// inside blocks of the types <paramref name="opaqueTypes"/>. Errors go to <paramref name="diagnostics"/>.
    /// </summary>
    public static HclBody Expand(HclBody body, HclScope scope, IReadOnlySet<string> opaqueTypes, ICollection<HclDiagnostic> diagnostics) =>
        new DynamicExpansion(opaqueTypes, diagnostics).Expand(body, scope);
}
