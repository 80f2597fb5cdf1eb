using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>Comma separated values with a header row (RFC 4180).</summary>
internal static class CsvText
{
    public static HclValue Read(string text)
    {
        var rows = Rows(text).ToList();
        if (rows.Count == 0)
        {
            throw new HclFunctionException("missing header line", 0);
        }

        var names = rows[0];
        if (names.Distinct().Count() != names.Count)
        {
            throw new HclFunctionException("duplicate column name", 0);
        }

        var records = rows.Skip(1).Select(row => row.Count == names.Count
            ? HclValue.Object(names.Select((name, at) => KeyValuePair.Create(name, HclValue.String(row[at]))))
            : throw new HclFunctionException("wrong number of fields", 0)).ToList();
        var element = HclType.Object(names.Select(name => KeyValuePair.Create(name, HclType.String)));
        return HclValue.List(element, records);
    }

    private static IEnumerable<List<string>> Rows(string text)
    {
        for (var at = 0; at < text.Length;)
        {
            if (text[at] is '\n' or '\r')
            {
                at++;
                continue;
            }

            var row = new List<string>();
            do
            {
                row.Add(text.Length > at && text[at] == '"' ? Quoted(text, ref at) : Plain(text, ref at));
            }
            while (at < text.Length && text[at++] == ',');
            yield return row;
        }
    }

    private static string Plain(string text, ref int at)
    {
        var start = at;
        while (at < text.Length && text[at] is not (',' or '\n' or '\r'))
        {
            at += text[at] == '"' ? throw new HclFunctionException("bare \" in non-quoted field", 0) : 1;
        }

        return text[start..at];
    }

    private static string Quoted(string text, ref int at)
    {
        var result = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            if (text[at] != '"')
            {
                result.Append(text[at]);
            }
            else if (at + 1 < text.Length && text[at + 1] == '"')
            {
                result.Append('"');
                at++;
            }
            else
            {
                at++;
                return at >= text.Length || text[at] is ',' or '\n' or '\r' ? result.ToString() : throw new HclFunctionException("extraneous \" in field", 0);
            }
        }

        throw new HclFunctionException("quoted field is not closed", 0);
    }
}
