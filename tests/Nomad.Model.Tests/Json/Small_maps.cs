using System.Text.Json;
using Nomad.Model.Json;
using Nomad.Model.Jobs;

namespace Nomad.Model.Tests.Json;

public sealed class Small_maps
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(SmallMap<string>.MostEntries)]
    [InlineData(SmallMap<string>.MostEntries + 1)]
    [InlineData(100)]
    public void Read_and_write_as_dictionaries_do(int entries)
    {
        var meta = Enumerable.Range(0, entries).ToDictionary(n => $"k{entries - n}", n => $"v{n}");
        var text = JsonSerializer.Serialize(new Job { Meta = meta }, ModelJson.Default.Job);

        var read = JsonSerializer.Deserialize(text, ModelJson.Default.Job)!;

        Assert.Equal(meta.OrderBy(each => each.Key, StringComparer.Ordinal), read.Meta!.OrderBy(each => each.Key, StringComparer.Ordinal));
        Assert.Equal(entries <= SmallMap<string>.MostEntries, read.Meta is SmallMap<string>);
        Assert.Equal(text, JsonSerializer.Serialize(read, ModelJson.Default.Job));
    }

    [Fact]
    public void The_last_of_two_entries_with_one_key_counts()
    {
        var read = JsonSerializer.Deserialize("""{"Meta":{"a":"1","b":"2","a":"3"}}""", ModelJson.Default.Job)!;

        Assert.Equal([new("a", "3"), new("b", "2")], read.Meta!);
    }

    [Fact]
    public void One_entry_is_a_map_as_well()
    {
        foreach (var map in (SmallMap<int>[])[new("a", 1), new(["a"], [1]), SmallMap.Of("a", 1), (SmallMap<int>)SmallMap.Packed(new Dictionary<string, int> { ["a"] = 1 })])
        {
            Assert.Equal((1, true, 1), (map.Count, map.IsSorted, map["a"]));
            Assert.Equal([new("a", 1)], map);
            Assert.Equal(["a"], map.Keys);
            Assert.Equal([1], map.Values);
            Assert.Equal(new("a", 1), map.Entry(0));
            Assert.True(map.ContainsKey("a") && !map.ContainsKey("b") && map.TryGetValue("a", out var one) && one == 1 && !map.TryGetValue("b", out _));
            Assert.Throws<KeyNotFoundException>(() => map["b"]);
            Assert.Equal([new("a", "a1")], map.With((key, value) => key + value));
        }
    }

    [Fact]
    public void Are_maps()
    {
        var map = new SmallMap<int>(["b", "a"], [1, 2]);

        Assert.Equal(["b", "a"], map.Keys);
        Assert.Equal([1, 2], map.Values);
        Assert.Equal(2, map["a"]);
        Assert.True(map.ContainsKey("b"));
        Assert.False(map.TryGetValue("c", out var none));
        Assert.Equal(0, none);
        Assert.Throws<KeyNotFoundException>(() => map["B"]);
        Assert.False(map.IsSorted);
        var pairs = new List<KeyValuePair<string, int>>();
        foreach (var pair in map.Each())
            pairs.Add(pair);
        Assert.Equal(map, pairs);
        Assert.Equal([new("b", "1b"), new("a", "2a")], map.With((key, value) => value + key));
        Assert.Throws<ArgumentException>(() => new SmallMap<int>(["a"], []));
    }

    [Fact]
    public void Two_documents_share_a_short_text_and_read_what_was_written()
    {
        string[] texts = ["", "service", "twenty-four letters long", "twenty-five letters long.", "grün", "a\"b", "\u0001", "日本"];
        foreach (var text in texts)
        {
            var document = JsonSerializer.Serialize(new Job { Type = text }, ModelJson.Default.Job);
            var (one, two) = (JsonSerializer.Deserialize(document, ModelJson.Default.Job)!, JsonSerializer.Deserialize(document, ModelJson.Default.Job)!);
            Assert.Equal(text, one.Type);
            Assert.Equal(text, two.Type);
        }
        var shared = JsonSerializer.Deserialize("""{"Type":"service"}""", ModelJson.Default.Job)!.Type;
        Assert.Same(shared, JsonSerializer.Deserialize("""{"Type":"service"}""", ModelJson.Default.Job)!.Type);
    }

    [Fact]
    public void A_text_of_broken_bytes_is_refused_and_not_mended()
    {
        byte[] document = [.. "{\"Type\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        Assert.ThrowsAny<Exception>(() => JsonSerializer.Deserialize(document, ModelJson.Default.Job));
    }
}
