namespace Nomad.Configuration.Tests;

/// <summary>Every row of Lists/config.tsv: accepted alone, refused with a wrong type, and with an unknown key beside it.</summary>
public sealed class KeyListTests
{
    private static readonly string[][] Cells =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Lists", "config.tsv")).Skip(1).Select(line => line.Split('\t'))];

    private static readonly HashSet<string> Labelled = [.. Cells.Where(cells => cells[2] == "labelled block").Select(cells => cells[0])];

    public static TheoryData<string, string, string, string> Rows =>
        [.. Cells.Select(cells => new TheoryDataRow<string, string, string, string>(cells[0], cells[1], cells[2], cells[3]))];

    [Theory]
    [MemberData(nameof(Rows))]
    public void Key_is_read(string block, string key, string type, string standard)
    {
        var result = Read(Document(block, key.Length == 0 ? "" : Assignment(key, type, Good(block, key, type, standard))));
        Assert.DoesNotContain(result.Errors, error => error.File is not null);
        Assert.Single(result.LoadedFiles);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Wrong_type_is_refused(string block, string key, string type, string standard)
    {
        _ = standard;
        if (key.Length == 0 || type == "block" || block == "client.options")
        {
            return;
        }

        var wrong = type switch
        {
            "list" or "map" => $"{Quote(key)} = 7",
            "string" or "path" => $"{Quote(key)} = [[1]]",
            _ => $"{Quote(key)} = \"wheel\"",
        };
        var result = Read(Document(block, block == "plugin" && key == "config" ? "config = 7" : wrong));
        Assert.Contains(result.Errors, error => error.Text.Contains(key, StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void Unknown_key_beside_it_is_refused_with_its_line(string block, string key, string type, string standard)
    {
        if (block == "client.options" || type == "map" || (key.Length > 0 && type == "block") || (block == "interfaces"))
        {
            return;
        }

        var good = key.Length == 0 ? "" : Assignment(key, type, Good(block, key, type, standard));
        var result = Read(Document(block, good + "\nwheels = 4"));
        var error = Assert.Single(result.Errors, error => error.Text.Contains("unexpected keys wheels", StringComparison.Ordinal));
        Assert.Equal("wheels", error.Key);
        Assert.True(error.Line > 0);
    }

    private static AgentConfigurationResult Read(string text)
    {
        using var folder = new ConfigurationFolder();
        return ConfigurationFolder.Dev(folder.Write("agent.hcl", text));
    }

    private static string Document(string block, string content)
    {
        var (text, path) = (new System.Text.StringBuilder(), "");
        var parts = block.Length == 0 ? [] : block.Split('.');
        var depth = 0;
        for (var at = 0; at < parts.Length; at++)
        {
            path = path.Length == 0 ? parts[at] : $"{path}.{parts[at]}";
            var label = "";
            if (path is "keyring" or "plugin" && at + 1 < parts.Length)
            {
                label = $" \"{parts[++at]}\"";
                path += "." + parts[at];
            }
            else if (Labelled.Contains(path))
            {
                label = path == "keyring" ? " \"aead\"" : path == "client.fingerprint" ? " \"env_aws\"" : " \"one\"";
            }

            text.Append(path.Split('.')[path.StartsWith("keyring.", StringComparison.Ordinal) || path.Split('.') is ["plugin", _] ? 0 : ^1]).Append(label).Append(" {\n");
            depth++;
        }

        return text.Append(content).Append('\n').Append(string.Concat(Enumerable.Repeat("}\n", depth))).ToString();
    }

    private static string Quote(string key) => key.Contains('.', StringComparison.Ordinal) ? $"\"{key}\"" : key;

    private static string Assignment(string key, string type, string value) => type == "block" ? $"{key} {{ }}" : $"{Quote(key)} = {value}";

    private static string Good(string block, string key, string type, string standard)
    {
        _ = (block, key);
        var plain = standard.Length > 0 && !standard.Contains(' ', StringComparison.Ordinal) && !standard.Contains('<', StringComparison.Ordinal);
        return type switch
        {
            "bool" => "true",
            "int" => int.TryParse(standard, out var number) ? number.ToString(System.Globalization.CultureInfo.InvariantCulture) : "1",
            "float" => plain ? standard : "1.5",
            "duration" => $"\"{(plain ? standard : "30s")}\"",
            "size" => $"\"{standard}\"",
            "list" => "[\"a\"]",
            "map" => "{ a = \"b\" }",
            "path" => "\"/tmp/x\"",
            _ => plain ? $"\"{standard.Replace("\"", "", StringComparison.Ordinal)}\"" : "\"x\"",
        };
    }
}
