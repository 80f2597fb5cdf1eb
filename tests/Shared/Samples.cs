using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Nomad.Testing;

/// <summary>Documents of a type with all its fields filled, deep down; now and then one is left out that may be.</summary>
internal static class Samples
{
    private const int MostLevels = 24;

    private static readonly string[] Texts =
    [
        "x", "default", "ein längerer Text, der auf keinen Fall kurz ist – €", "0a0b0c0d-0000-4000-8000-000000000007", "0A0B0C0D-0000-4000-8000-000000000007", "\ud83d\ude00",
    ];

    /// <param name="infoOf">How a type is read and written.</param>
    public static JsonNode? Of(Type type, Func<Type, JsonTypeInfo> infoOf, Random random, int level = 0)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (level > MostLevels)
            return null;
        if (type == typeof(string))
            return Texts[random.Next(Texts.Length)];
        if (type == typeof(bool))
            return random.Next(4) > 0;
        if (type == typeof(byte[]))
        {
            var bytes = new byte[random.Next(9)];
            random.NextBytes(bytes);
            return Convert.ToBase64String(bytes);
        }
        if (type == typeof(DateTimeOffset))
            return "2026-03-04T05:06:07.1234567Z";
        if (type == typeof(JsonElement))
            return random.Next(3) switch { 0 => JsonValue.Create("text"), 1 => JsonValue.Create(1.5), _ => new JsonObject { ["a"] = new JsonArray(1, "b", null) } };
        if (type.IsPrimitive || type.Name == "Duration")
            return type == typeof(double) ? random.NextDouble() : type == typeof(byte) ? random.Next(1, 256) : random.Next(1, int.MaxValue);
        var info = infoOf(type);
        if (type.GetInterfaces().Append(type).FirstOrDefault(each => each.IsGenericType && each.GetGenericTypeDefinition() == typeof(IReadOnlyDictionary<,>)) is { } map)
            return new JsonObject(Enumerable.Range(0, random.Next(12)).Select(number => KeyValuePair.Create($"key {number:d2}", Of(map.GenericTypeArguments[1], infoOf, random, level + 1))));
        if (info.Kind == JsonTypeInfoKind.Enumerable)
            return new JsonArray([.. Enumerable.Range(0, random.Next(3)).Select(_ => Of(info.ElementType!, infoOf, random, level + 1))]);
        Assert.True(info.Kind == JsonTypeInfoKind.Object, $"no sample of a {type}");
        return new JsonObject(info.Properties.Where(property => property.Get is not null && (random.Next(8) > 0 || property.AssociatedParameter is { IsMemberInitializer: false }))
            .Select(property => KeyValuePair.Create(property.Name, Of(property.PropertyType, infoOf, random, level + 1))));
    }
}
