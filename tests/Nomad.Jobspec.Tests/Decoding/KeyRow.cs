namespace Nomad.Jobspec.Tests.Decoding;

/// <summary>One line of <c>Lists/job-keys.tsv</c>: the path of a block, a key in it ("" for the block itself), the type of the value.</summary>
public sealed record KeyRow(string Block, string Key, string Type)
{
    private static readonly Lazy<IReadOnlyList<KeyRow>> Rows = new(() => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Lists", "job-keys.tsv"))
        .Select(line => line.Split('\t')).Select(cells => new KeyRow(cells[0], cells[1], cells[2]))]);

    public static IReadOnlyList<KeyRow> All => Rows.Value;

    public bool IsBlock => Key.Length == 0;

    public bool IsMapBlock => Type.StartsWith("block map", StringComparison.Ordinal);

    /// <summary>The name that the row is about: the key, or the last part of the path.</summary>
    public string Name => IsBlock ? Block[(Block.LastIndexOf('.') + 1)..] : Key;

    /// <summary>The path of the body that <see cref="Name"/> is written in.</summary>
    public string Parent => IsBlock ? Block[..Math.Max(0, Block.LastIndexOf('.'))] : Block;

    public static bool IsLabelled(string path) => All.Any(row => row.IsBlock && row.Block == path && row.Type == "labelled block");

    /// <summary>The text of a value of the type in the language, and the JSON it becomes.</summary>
    public (string Text, string Json) Value => Type switch
    {
        "int" => ("7", "7"),
        "bool" => ("true", "true"),
        "duration" => ("\"7s\"", "7000000000"),
        "list(string)" => ("[\"v1\"]", "[\"v1\"]"),
        "list(int)" => ("[7]", "[7]"),
        "map(string)" or "block map(string)" => ("{ a = \"v1\" }", "{\"a\":\"v1\"}"),
        "map(number)" or "block map(any)" => ("{ a = 7 }", "{\"a\":7}"),
        "block map(list)" => ("{ a = [\"v1\"] }", "{\"a\":[\"v1\"]}"),
        "list(map(string))" => ("[{ a = \"v1\" }]", "[{\"a\":\"v1\"}]"),
        "list(map(number))" => ("[{ a = 7 }]", "[{\"a\":7}]"),
        _ => Block == "job.group.scaling" ? ("\"horizontal\"", "\"horizontal\"") : ("\"v1\"", "\"v1\""),
    };
}
