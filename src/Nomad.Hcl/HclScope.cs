using System.Collections.Frozen;

namespace Nomad.Hcl;

/// <summary>
/// What expressions can see: variables by name, functions by name, and everything of the parent scope. Immutable.
/// </summary>
public sealed class HclScope
{
    /// <summary>Knows nothing: for values that must be constant.</summary>
    public static HclScope Empty { get; } = new(FrozenDictionary<string, HclValue>.Empty, FrozenDictionary<string, HclFunction>.Empty);

    public HclScope(IReadOnlyDictionary<string, HclValue> variables, IReadOnlyDictionary<string, HclFunction> functions, HclScope? parent = null)
    {
        Variables = variables;
        Functions = functions;
        Parent = parent;
        Undefined = parent?.Undefined;
    }

    public IReadOnlyDictionary<string, HclValue> Variables { get; }

    public IReadOnlyDictionary<string, HclFunction> Functions { get; }

    public HclScope? Parent { get; }

    /// <summary>
    /// Gives the value of a reference whose root is no variable of this scope; a null result or no function means that
    /// such a reference is an error. Inherited by child scopes.
    /// </summary>
    public Func<HclTraversal, HclValue?>? Undefined { get; init; }

    /// <summary>For <see cref="Undefined"/>: keeps the reference as the text <c>${...}</c>, to be resolved when the task runs.</summary>
    public static HclValue KeepAsText(HclTraversal reference) => HclValue.String("${" + reference.Text + "}");

    public HclScope Child(IReadOnlyDictionary<string, HclValue> variables) => new(variables, FrozenDictionary<string, HclFunction>.Empty, this);

    public bool TryVariable(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out HclValue? value)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Variables.TryGetValue(name, out value))
            {
                return true;
            }
        }

        value = null;
        return false;
    }

    public HclFunction? Function(string name)
    {
        for (var scope = this; scope is not null; scope = scope.Parent)
        {
            if (scope.Functions.TryGetValue(name, out var function))
            {
                return function;
            }
        }

        return null;
    }

    /// <summary>All names that can be seen, for suggestions.</summary>
    public IEnumerable<string> FunctionNames => Functions.Keys.Concat(Parent?.FunctionNames ?? []);

    public IEnumerable<string> VariableNames => Variables.Keys.Concat(Parent?.VariableNames ?? []);
}
