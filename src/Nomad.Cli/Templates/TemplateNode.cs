using System.Text;
using System.Text.Json;

namespace Nomad.Cli.Templates;

/// <summary>A part of a parsed template.</summary>
internal abstract record TemplateNode
{
    public abstract void Render(TemplateScope scope, StringBuilder output);

    public sealed record Text(string Value) : TemplateNode
    {
        public override void Render(TemplateScope scope, StringBuilder output) => output.Append(Value);
    }

    public sealed record Action(Pipeline Value) : TemplateNode
    {
        public override void Render(TemplateScope scope, StringBuilder output)
        {
            var value = Value.Evaluate(scope);
            if (Value.Variables.Count == 0)
                output.Append(TemplateValue.Text(value));
        }
    }

    public sealed record If(Pipeline Condition, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode
    {
        public override void Render(TemplateScope scope, StringBuilder output)
        {
            var inner = scope.Inner(scope.Dot);
            foreach (var node in TemplateValue.IsTrue(Condition.Evaluate(inner)) ? Then : Else)
                node.Render(inner, output);
        }
    }

    public sealed record With(Pipeline Value, IReadOnlyList<TemplateNode> Then, IReadOnlyList<TemplateNode> Else) : TemplateNode
    {
        public override void Render(TemplateScope scope, StringBuilder output)
        {
            var outer = scope.Inner(scope.Dot);
            var value = Value.Evaluate(outer);
            var found = TemplateValue.IsTrue(value);
            var inner = outer.Inner(found ? value : scope.Dot);
            foreach (var node in found ? Then : Else)
                node.Render(inner, output);
        }
    }

    public sealed record Range(Pipeline Over, IReadOnlyList<TemplateNode> Body, IReadOnlyList<TemplateNode> Else) : TemplateNode
    {
        public override void Render(TemplateScope scope, StringBuilder output)
        {
            var any = false;
            foreach (var (key, value) in Items((Over with { Variables = [] }).Evaluate(scope)))
            {
                any = true;
                var inner = scope.Inner(value);
                if (Over.Variables.Count == 1)
                    inner.Declare(Over.Variables[0], value);
                else if (Over.Variables.Count == 2)
                {
                    inner.Declare(Over.Variables[0], key);
                    inner.Declare(Over.Variables[1], value);
                }
                foreach (var node in Body)
                    node.Render(inner, output);
            }
            if (any)
                return;
            foreach (var node in Else)
                node.Render(scope, output);
        }

        private static IEnumerable<(object? Key, object? Value)> Items(object? value) => value switch
        {
            JsonElement { ValueKind: JsonValueKind.Array } list => list.EnumerateArray().Select((item, at) => ((object?)(long)at, (object?)item)),
            JsonElement { ValueKind: JsonValueKind.Object } map => map.EnumerateObject().OrderBy(pair => pair.Name, StringComparer.Ordinal)
                .Select(pair => ((object?)pair.Name, (object?)pair.Value)),
            JsonElement { ValueKind: JsonValueKind.Null } or null => [],
            _ => throw new TemplateException($"range can't iterate over {TemplateValue.Text(value)}"),
        };
    }

    /// <summary>Commands joined by <c>|</c>, with the variables they are assigned to.</summary>
    public sealed record Pipeline(IReadOnlyList<string> Variables, bool Declares, IReadOnlyList<Command> Commands)
    {
        public object? Evaluate(TemplateScope scope)
        {
            object? value = null;
            for (var i = 0; i < Commands.Count; i++)
                value = Commands[i].Evaluate(scope, i > 0, value);
            foreach (var name in Variables)
            {
                if (Declares)
                    scope.Declare(name, value);
                else
                    scope.Assign(name, value);
            }
            return value;
        }
    }

    /// <summary>A function with its arguments, or a single operand.</summary>
    public sealed record Command(string? Function, IReadOnlyList<Operand> Operands)
    {
        public object? Evaluate(TemplateScope scope, bool hasInput, object? input)
        {
            var arguments = Operands.Select(operand => operand.Evaluate(scope)).ToList();
            if (hasInput)
                arguments.Add(input);
            if (Function is not null)
                return TemplateFunctions.Call(Function, arguments);
            return arguments.Count == 1 ? arguments[0] : throw new TemplateException("can't give argument to non-function");
        }
    }

    /// <summary>A literal, a variable, dot, or a pipeline in parentheses, and the fields taken from it.</summary>
    public sealed record Operand(object? Literal, string? Variable, Pipeline? Inner, IReadOnlyList<string> Fields)
    {
        public object? Evaluate(TemplateScope scope)
        {
            var value = Inner is not null ? Inner.Evaluate(scope) : Variable is not null ? Variable == "." ? scope.Dot : scope.Find(Variable) : Literal;
            return Fields.Aggregate(value, TemplateValue.Field);
        }
    }
}
