namespace Nomad.Hcl.Evaluation;

/// <summary>Reads the type language: <c>string</c>, <c>list(number)</c>, <c>object({a=bool})</c>, <c>tuple([any])</c>.</summary>
internal static class TypeExpressions
{
    private const string Summary = "Invalid type specification";

    public static HclType Read(HclExpression expression)
    {
        switch (expression.Core)
        {
            case HclTraversal { Steps.Count: 0 } word:
                return Word(word);
            case HclCall call:
                return Constructor(call);
            case HclTemplateWrap wrap:
                return Read(wrap.Inner);
            case HclLiteral { Value.Kind: HclValueKind.String } quoted:
                return Word(new HclTraversal(quoted.Value.AsString, [], quoted.Value.AsString, quoted.Range));
            default:
                throw new HclException(Summary, "A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).", expression.Range);
        }
    }

    private static HclType Word(HclTraversal word) => word.Root switch
    {
        "string" => HclType.String,
        "number" => HclType.Number,
        "bool" => HclType.Bool,
        "any" => HclType.Any,
        "list" or "set" or "map" => throw new HclException(Summary, $"The {word.Root} type constructor requires one argument specifying the element type.", word.Range),
        "object" => throw new HclException(Summary, "The object type constructor requires one argument specifying the attribute types and values as a map.", word.Range),
        "tuple" => throw new HclException(Summary, "The tuple type constructor requires one argument specifying the element types as a list.", word.Range),
        _ => throw new HclException(Summary, $"The keyword \"{word.Root}\" is not a valid type specification.", word.Range),
    };

    private static HclType Constructor(HclCall call)
    {
        if (call.Arguments.Count != 1)
        {
            throw new HclException(Summary, $"The {call.Name} type constructor requires one argument.", call.Range);
        }

        var argument = call.Arguments[0].Core;
        return (call.Name, argument) switch
        {
            ("list", _) => HclType.List(Read(argument)),
            ("set", _) => HclType.Set(Read(argument)),
            ("map", _) => HclType.Map(Read(argument)),
            ("tuple", HclTupleLiteral tuple) => HclType.Tuple([.. tuple.Items.Select(Read)]),
            ("object", HclObjectLiteral literal) => HclType.Object(literal.Items.Select(item => KeyValuePair.Create(KeyName(item.Key), Read(item.Value)))),
            ("tuple", _) => throw new HclException(Summary, "Tuple type constructor requires a list of element types.", argument.Range),
            ("object", _) => throw new HclException(Summary, "Object type constructor requires a map whose keys are attribute names and whose values are the corresponding attribute types.", argument.Range),
            _ => throw new HclException(Summary, $"Keyword \"{call.Name}\" is not a valid type constructor.", call.NameRange),
        };
    }

    private static string KeyName(HclExpression key) => key is HclLiteral { Value.Kind: HclValueKind.String } literal
        ? literal.Value.AsString
        : throw new HclException(Summary, "Object constructor map keys must be attribute names.", key.Range);
}
