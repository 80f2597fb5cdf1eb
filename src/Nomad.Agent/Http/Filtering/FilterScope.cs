using System.Globalization;
using System.Text.Json;

namespace Nomad.Agent.Http.Filtering;

/// <summary>The object under test and the names bound by <c>any</c> and <c>all</c> around the current expression.</summary>
internal sealed record FilterScope(JsonElement Root, FilterScope.Binding? Bound)
{
    internal sealed record Binding(string Name, JsonElement Value, Binding? Outer);

    /// <summary>Which fields an object of this kind can have; null = any.</summary>
    public Func<string, bool>? Known { get; init; }

    /// <summary>Shared by all scopes of one object.</summary>
    public FilterBudget Budget { get; init; } = new();

    public FilterScope With(string name, JsonElement value) => name == "_" ? this : this with { Bound = new Binding(name, value, Bound) };

    /// <summary>The selected value; null when a map key or list position is not there.</summary>
    public JsonElement? Find(FilterSelector selector)
    {
        var parts = selector.Parts;
        for (var binding = Bound; binding is not null; binding = binding.Outer)
        {
            if (binding.Name == parts[0])
                return Walk(binding.Value, parts.AsSpan(1));
        }
        if (Known is not null && !Known(parts[0]) && !Root.TryGetProperty(parts[0], out _))
            throw new FilterException($"error finding value in datum: /{string.Join('/', parts)} at part 0: couldn't find struct field with name \"{parts[0]}\"");
        return Walk(Root, parts);
    }

    public static JsonElement Number(int value) => Parse(value.ToString(CultureInfo.InvariantCulture));

    public static JsonElement Text(string value) => Parse("\"" + JsonEncodedText.Encode(value) + "\"");

    private static JsonElement? Walk(JsonElement at, ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (at.ValueKind == JsonValueKind.Object && at.TryGetProperty(part, out var next))
                at = next;
            else if (at.ValueKind == JsonValueKind.Array && int.TryParse(part, out var index) && index >= 0 && index < at.GetArrayLength())
                at = at[index];
            else
                return null;
        }
        return at;
    }

    private static JsonElement Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
