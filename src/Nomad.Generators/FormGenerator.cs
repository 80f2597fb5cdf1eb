using System;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Nomad.Generators;

/// <summary>
/// Writes, while a project is compiled, what a person would have to keep in step with hundreds of fields of the model: how the records that a <c>RecordForm</c>
/// attribute names are put into bytes and read from them, and how those of a <c>DocumentForm</c> attribute are read from a document. All they contain comes along.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class FormGenerator : IIncrementalGenerator
{
    private const string RecordForm = "Nomad.Server.Commands.Records.RecordFormAttribute";
    private const string DocumentForm = "Nomad.Jobspec.Admission.Documents.DocumentFormAttribute";

    private static readonly DiagnosticDescriptor Unfit = new(
        "NOMAD001", "A type has no such form", "{0}", "Nomad.Forms", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        Write(context, RecordForm, RecordSource.Of);
        Write(context, DocumentForm, DocumentSource.Of);
    }

    private static void Write(IncrementalGeneratorInitializationContext context, string attribute, Func<INamedTypeSymbol, ImmutableArray<AttributeData>, FormSource> source) =>
        context.RegisterSourceOutput(
            context.SyntaxProvider.ForAttributeWithMetadataName(
                attribute, static (node, _) => node is ClassDeclarationSyntax, (found, _) => source((INamedTypeSymbol)found.TargetSymbol, found.Attributes)),
            static (to, made) => made.AddTo(to, Unfit));
}
