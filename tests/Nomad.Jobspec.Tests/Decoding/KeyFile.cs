using System.Text;

namespace Nomad.Jobspec.Tests.Decoding;

/// <summary>Writes the smallest job file around one key.</summary>
internal static class KeyFile
{
    public const string Label = "cpu";

    private static readonly Dictionary<string, string[]> Required = new()
    {
        ["scaling"] = ["max = 9"],
        ["change_script"] = ["command = \"c\"", "fail_on_error = true"],
        ["lifecycle"] = ["hook = \"prestart\""],
        ["wait"] = ["min = \"1s\"", "max = \"2s\""],
        ["action"] = ["command = \"c\""],
    };

    /// <summary>The file with <paramref name="row"/> set and, when given, an unknown attribute beside it.</summary>
    public static string Write(KeyRow row, string unknown = "")
    {
        var text = new StringBuilder();
        var parents = row.Parent.Split('.', StringSplitOptions.RemoveEmptyEntries);
        for (var i = 0; i < parents.Length; i++)
        {
            Open(text, string.Join('.', parents[..(i + 1)]));
            Complete(text, parents[i], i == parents.Length - 1 ? row.Key : "");
        }

        if (row.IsBlock)
            Block(text, row);
        else
            text.Append(row.Key).Append(" = ").AppendLine(row.Value.Text);
        if (unknown.Length > 0)
            text.Append(unknown).AppendLine(" = 1");
        for (var i = parents.Length; i > 0; i--)
        {
            if (i == 2 && row.Block.Split('.') is ["job", "group", "vault" or "secret", ..])
                text.AppendLine("task \"inner\" {}");
            if (i == 1 && row.Block.Split('.') is ["job", "vault" or "secret", ..])
                text.AppendLine("group \"inner\" {\ntask \"inner\" {}\n}");
            text.AppendLine("}");
        }

        return text.ToString();
    }

    private static void Open(StringBuilder text, string path)
    {
        text.Append(path[(path.LastIndexOf('.') + 1)..].Split(':')[0]);
        if (KeyRow.IsLabelled(path))
            text.Append(" \"").Append(Label).Append('"');
        text.AppendLine(" {");
    }

    private static void Complete(StringBuilder text, string block, string except)
    {
        foreach (var line in Required.GetValueOrDefault(block, []).Where(line => line.Split(' ')[0] != except))
            text.AppendLine(line);
    }

    private static void Block(StringBuilder text, KeyRow row)
    {
        Open(text, row.Block);
        if (row.IsMapBlock)
            text.AppendLine(row.Value.Text[2..^2]);
        else
            Complete(text, row.Name, "");
        text.AppendLine("}");
    }
}
