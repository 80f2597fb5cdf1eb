namespace Nomad.Cli.Templates;

/// <summary>The current value of dot and the variables in sight.</summary>
internal sealed class TemplateScope(TemplateScope? outer)
{
    private readonly Dictionary<string, object?> variables = new(StringComparer.Ordinal);

    public object? Dot { get; init; } = outer?.Dot;

    public TemplateScope Inner(object? dot) => new(this) { Dot = dot };

    public void Declare(string name, object? value) => variables[name] = value;

    public void Assign(string name, object? value)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (!scope.variables.ContainsKey(name))
                continue;
            scope.variables[name] = value;
            return;
        }
        throw new TemplateException($"undefined variable \"{name}\"");
    }

    public object? Find(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope.variables.TryGetValue(name, out var value))
                return value;
        }
        throw new TemplateException($"undefined variable \"{name}\"");
    }

    private TemplateScope? Outer { get; } = outer;
}
