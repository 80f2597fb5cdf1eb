using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nomad.Generators;

/// <summary>
/// Writes, while the project is compiled, how each record named by a <c>RecordForm</c> attribute and all it contains are put into bytes and read from them.
/// What a record of the log costs is mostly this; by hand it would be three hundred fields to keep in step with the model.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class RecordFormGenerator : IIncrementalGenerator
{
    private const string Attribute = "Nomad.Server.Commands.Records.RecordFormAttribute";

    private static readonly DiagnosticDescriptor Problem = new(
        "NOMAD001", "A record cannot be written as bytes", "{0}", "Nomad.Records", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var sources = context.SyntaxProvider.ForAttributeWithMetadataName(
            Attribute, static (node, _) => node is ClassDeclarationSyntax, static (found, _) => RecordSource.Of((INamedTypeSymbol)found.TargetSymbol, found.Attributes));
        context.RegisterSourceOutput(sources, static (to, source) =>
        {
            foreach (var problem in source.Problems)
                to.ReportDiagnostic(Diagnostic.Create(Problem, Location.None, problem));
            to.AddSource(source.Name + ".g.cs", source.Text);
        });
    }
}
