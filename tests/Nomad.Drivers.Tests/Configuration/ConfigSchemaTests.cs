using System.Text.Json;

namespace Nomad.Drivers.Tests.Configuration;

public sealed class ConfigSchemaTests
{
    private static readonly ConfigSchema Schema = new(new("command", ConfigKind.Text, Required: true), new("args", ConfigKind.TextList),
        new("count", ConfigKind.Number), new("wait", ConfigKind.Duration), new("labels", ConfigKind.TextMap));

    [Fact]
    public void Values_are_read_as_loosely_as_job_files_write_them()
    {
        var options = Read("""{"command": "x", "args": ["a", 5, true], "count": "7", "wait": "1m30s", "labels": [{"a": "b"}]}""");
        Assert.Equal(["a", "5", "true"], options.Texts("args"));
        Assert.Equal(7, options.Number("count"));
        Assert.Equal(TimeSpan.FromSeconds(90), options.Duration("wait"));
        Assert.Equal("b", options.Map("labels")["a"]);
    }

    [Theory]
    [InlineData("""{"command": "x", "comand": "y"}""", "No argument or block type is named \"comand\"")]
    [InlineData("{}", "The argument \"command\" is required")]
    [InlineData("""{"command": null}""", "The argument \"command\" is required")]
    [InlineData("""{"command": "x", "args": "a b"}""", "Inappropriate value for attribute \"args\": list of string required")]
    [InlineData("""{"command": "x", "count": 1.5}""", "Inappropriate value for attribute \"count\": number required")]
    [InlineData("""{"command": "x", "wait": "soon"}""", "duration string required")]
    public void A_mistake_is_named(string json, string part) =>
        Assert.Contains(part, Assert.Throws<DriverException>(() => Read(json)).Message, StringComparison.Ordinal);

    private static TaskOptions Read(string json) =>
        Schema.Read(JsonDocument.Parse(json).RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value));
}
