using System.Text;
using System.Text.Json;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Templates;

/// <summary>
/// Go's text/template language over a JSON document, as far as documents need it: fields, variables, pipelines, functions,
/// <c>if</c>, <c>with</c>, <c>range</c>, comments and trim markers.
/// </summary>
public static class GoTemplate
{
    /// <summary>Renders, or throws <see cref="CommandFailure"/> saying what in the template is wrong.</summary>
    public static string Render(string template, JsonElement data)
    {
        try
        {
            var nodes = new TemplateParser(TemplateLexer.Cut(template)).Parse();
            var output = new StringBuilder();
            var scope = new TemplateScope(null) { Dot = data };
            scope.Declare("$", data);
            foreach (var node in nodes)
                node.Render(scope, output);
            return output.ToString();
        }
        catch (TemplateException problem)
        {
            throw new CommandFailure($"Error formatting the data: template: format:1: {problem.Message}");
        }
    }
}
