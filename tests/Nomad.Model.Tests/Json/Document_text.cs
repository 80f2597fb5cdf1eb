using System.Text.Json;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Nomad.Model.Variables;

namespace Nomad.Model.Tests.Json;

public sealed class Document_text
{
    [Fact]
    public void Absent_and_null_fields_read_as_empty()
    {
        var job = JsonSerializer.Deserialize("""{"name":null,"Update":null,"priority":null,"Stop":null}""", ModelJson.Default.Job)!;
        Assert.Equal("", job.Name);
        Assert.Equal("", job.ID);
        Assert.NotNull(job.Update);
        Assert.Equal(0, job.Priority);
        Assert.False(job.Stop);
        Assert.Null(job.Meta);
    }

    [Fact]
    public void Finds_what_is_to_be_escaped_wherever_it_stands()
    {
        const string letters = "abcdefghijklmnopqrstuvwxyz0123456789 -_/.";
        string[] others = ["<", ">", "&", "\"", "\\", "\u0001", "\u007f", "ü", "\u2028", "😀"];
        var random = new Random(1);
        for (var round = 0; round < 2_000; round++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => random.Next(12) == 0 ? others[random.Next(others.Length)] : letters[random.Next(letters.Length)].ToString()));
            var escaped = string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                < 0x20 or '<' or '>' or '&' or 0x2028 => $"\\u{rune.Value:x4}",
                _ => rune.ToString(),
            }));
            Assert.Equal($"{{\"{escaped}\":\"{escaped}\"}}", JsonSerializer.Serialize(new SmallMap<string>([text], [text]), ModelJson.Default.TextByText));
        }
    }

    [Fact]
    public void Escapes_exactly_what_Go_escapes()
    {
        var text = JsonSerializer.Serialize("<a href=\"x\"> & 'b' + é 😀 \u2028 \n \u0001 \\", ModelJson.Default.String);
        Assert.Equal("\"\\u003ca href=\\\"x\\\"\\u003e \\u0026 'b' + é 😀 \\u2028 \\n \\u0001 \\\\\"", text);
    }

    [Fact]
    public void Map_keys_come_sorted()
    {
        var group = new TaskGroup { Meta = new Dictionary<string, string> { ["b"] = "1", ["a"] = "2", ["B"] = "3" } };
        Assert.Contains("""{"B":"3","a":"2","b":"1"}""", JsonSerializer.Serialize(group, ModelJson.Default.TaskGroup));
    }

    [Fact]
    public void No_time_is_year_one_and_fractions_lose_their_zeros()
    {
        Assert.Equal("0001-01-01T00:00:00Z", TimestampConverter.Text(default));
        Assert.Equal("2026-01-02T03:04:05.06Z", TimestampConverter.Text(new DateTimeOffset(2026, 1, 2, 3, 4, 5, 60, TimeSpan.Zero)));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(0.5, "0.5")]
    [InlineData(-1.25, "-1.25")]
    [InlineData(1e20, "100000000000000000000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(0.0000001, "1e-7")]
    [InlineData(0.00000012, "1.2e-7")]
    [InlineData(1234567890123456789, "1234567890123456800")]
    public void Numbers_have_the_text_of_Go(double value, string text) => Assert.Equal(text, GoNumber.Text(value));

    [Fact]
    public void Lock_durations_are_text_and_job_durations_are_nanoseconds()
    {
        var written = JsonSerializer.Serialize(new VariableLock { TTL = Duration.FromSeconds(15) }, OtherDocuments.Current.VariableLock);
        Assert.Contains("\"TTL\":\"15s\"", written);
        Assert.Equal(Duration.FromSeconds(90), JsonSerializer.Deserialize("""{"TTL":"1m30s"}""", OtherDocuments.Current.VariableLock)!.TTL);
        Assert.Contains("\"KillTimeout\":5000000000", JsonSerializer.Serialize(new JobTask { KillTimeout = Duration.FromSeconds(5) }, ModelJson.Default.JobTask));
    }

    [Fact]
    public void Same_compares_lists_and_maps_by_content()
    {
        TaskGroup Group(string value) => new() { Tasks = [new JobTask { Env = new Dictionary<string, string> { ["A"] = value } }] };
        Assert.True(ModelJson.Same(Group("1"), Group("1"), ModelJson.Default.TaskGroup));
        Assert.False(ModelJson.Same(Group("1"), Group("2"), ModelJson.Default.TaskGroup));
    }

    [Fact]
    public void A_configuration_is_the_same_in_whichever_order_it_came()
    {
        JobTask Read(string config) => JsonSerializer.Deserialize($"{{\"Config\":{config}}}", ModelJson.Default.JobTask)!;
        var left = Read("""{"b":{"y":[{"d":1,"c":"<"}],"x":2},"a":null}""");
        var right = Read("""{"a":null,"b":{"x":2,"y":[{"c":"<","d":1}]}}""");
        Assert.True(ModelJson.Same(left, right, ModelJson.Default.JobTask));
        Assert.Contains("""{"a":null,"b":{"x":2,"y":[{"c":"\u003c","d":1}]}}""", JsonSerializer.Serialize(left, ModelJson.Default.JobTask));
    }
}
