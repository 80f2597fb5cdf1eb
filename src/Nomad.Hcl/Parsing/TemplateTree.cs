using System.Text;

namespace Nomad.Hcl.Parsing;

/// <summary>Builds the expression of a template from its pieces: pairs <c>%{if}</c> and <c>%{for}</c> with their ends.</summary>
internal sealed class TemplateTree(TokenCursor cursor, ExpressionParser expressions, List<TemplatePiece> pieces)
{
    private int _at;

    public HclExpression Build(SourceRange range)
    {
        var result = Sequence(range);
        if (_at < pieces.Count)
        {
            var stray = pieces[_at];
            throw cursor.Fail("Unexpected template directive", stray.Kind switch
            {
                TemplatePieceKind.Else => "The \"else\" directive has no corresponding \"if\".",
                TemplatePieceKind.EndIf => "The \"endif\" directive has no corresponding \"if\".",
                _ => "The \"endfor\" directive has no corresponding \"for\".",
            }, stray.Range);
        }

        return result;
    }

    /// <summary>Everything up to a directive that ends something.</summary>
    private HclExpression Sequence(SourceRange range)
    {
        cursor.Enter();
        var parts = new List<HclExpression>();
        var text = new StringBuilder();
        var textRange = range;
        for (; _at < pieces.Count && pieces[_at].Kind is not (TemplatePieceKind.Else or TemplatePieceKind.EndIf or TemplatePieceKind.EndFor); _at++)
        {
            var piece = pieces[_at];
            if (piece.Kind == TemplatePieceKind.Literal)
            {
                textRange = text.Length == 0 ? piece.Range : SourceRange.Between(textRange, piece.Range);
                text.Append(piece.Text);
                continue;
            }

            FlushText(parts, text, textRange);
            parts.Add(piece.Kind switch
            {
                TemplatePieceKind.If => If(piece),
                TemplatePieceKind.For => For(piece),
                _ => piece.Expression!,
            });
        }

        FlushText(parts, text, textRange);
        cursor.Leave();
        return Shape(parts, range);
    }

    private HclExpression Shape(List<HclExpression> parts, SourceRange range)
    {
        switch (parts)
        {
            case []:
                return new HclLiteral(HclValue.String(""), range);
            case [HclLiteral { Value.Kind: HclValueKind.String } only] when pieces.TrueForAll(piece => piece.Kind == TemplatePieceKind.Literal):
                return only with { Range = range };
            case [var inner] when pieces is [{ Kind: TemplatePieceKind.Value }]:
                return new HclTemplateWrap(inner, range) { Depth = expressions.Deeper(inner) };
            default:
                return new HclTemplate(parts, range) { Depth = expressions.Deeper([.. parts]) };
        }
    }

    private static void FlushText(List<HclExpression> parts, StringBuilder text, SourceRange range)
    {
        if (text.Length > 0)
        {
            parts.Add(new HclLiteral(HclValue.String(text.ToString()), range));
            text.Clear();
        }
    }

    private HclConditional If(TemplatePiece opening)
    {
        _at++;
        var then = Sequence(opening.Range);
        HclExpression otherwise = new HclLiteral(HclValue.String(""), opening.Range);
        if (_at < pieces.Count && pieces[_at].Kind == TemplatePieceKind.Else)
        {
            var start = pieces[_at++].Range;
            otherwise = Sequence(start);
        }

        Expect(TemplatePieceKind.EndIf, opening, "if");
        return new HclConditional(opening.Expression!, AsText(then), AsText(otherwise), opening.Range) { Depth = expressions.Deeper(opening.Expression!, then, otherwise) };
    }

    private HclTemplateFor For(TemplatePiece opening)
    {
        _at++;
        var content = AsText(Sequence(opening.Range));
        Expect(TemplatePieceKind.EndFor, opening, "for");
        return new HclTemplateFor(opening.KeyName, opening.ValueName, opening.Expression!, content, opening.Range)
        {
            Depth = expressions.Deeper(opening.Expression!, content),
        };
    }

    /// <summary>What stands between directives is always text, also when it is one value.</summary>
    private static HclExpression AsText(HclExpression content) => content is HclTemplate or HclLiteral
        ? content
        : new HclTemplate([content], content.Range) { Depth = content.Depth + 1 };

    private void Expect(TemplatePieceKind kind, TemplatePiece opening, string word)
    {
        if (_at >= pieces.Count || pieces[_at].Kind != kind)
        {
            throw cursor.Fail("Unterminated template directive", $"The \"{word}\" directive has no corresponding \"end{word}\".", opening.Range);
        }
    }
}
