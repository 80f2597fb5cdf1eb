using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>Values as YAML: block style, strings in double quotes.</summary>
internal static class YamlText
{
    public static string Write(HclValue value)
    {
        var output = new StringBuilder();
        WriteBlock(output, value, 0, inline: false);
        return output.ToString();
    }

    private static void WriteBlock(StringBuilder output, HclValue value, int indent, bool inline)
    {
        if (value.IsKeyed && value.Entries.Count > 0)
        {
            WriteMapping(output, value, indent, inline);
        }
        else if (value.IsSequence && value.Elements.Length > 0)
        {
            WriteSequence(output, value, indent, inline);
        }
        else
        {
            output.Append(Scalar(value)).Append('\n');
        }
    }

    private static void WriteMapping(StringBuilder output, HclValue value, int indent, bool inline)
    {
        foreach (var (key, entry) in value.Entries)
        {
            output.Append(' ', inline ? 0 : indent).Append(JsonText.Write(HclValue.String(key))).Append(':');
            inline = false;
            var nested = (entry.IsKeyed && entry.Entries.Count > 0) || (entry.IsSequence && entry.Elements.Length > 0);
            output.Append(nested ? '\n' : ' ');
            WriteBlock(output, entry, entry.IsSequence ? indent : indent + 2, inline: false);
        }
    }

    private static void WriteSequence(StringBuilder output, HclValue value, int indent, bool inline)
    {
        foreach (var element in value.Elements)
        {
            output.Append(' ', inline ? 0 : indent).Append("- ");
            inline = false;
            WriteBlock(output, element, indent + 2, inline: true);
        }
    }

    private static string Scalar(HclValue value) => value.Kind switch
    {
        HclValueKind.String => JsonText.Write(value),
        HclValueKind.Map or HclValueKind.Object => "{}",
        HclValueKind.List or HclValueKind.Set or HclValueKind.Tuple => "[]",
        _ => value.ToString(),
    };
}
