using System.Reflection;
using System.Text.RegularExpressions;

namespace Nomad.Model.Tests;

/// <summary>Every value of the surface lists is a constant (or, with a variable part, a method), and no constant is missing from the lists.</summary>
public sealed class Enumeration_constants
{
    /// <summary>Not values: parts of values.</summary>
    private static readonly HashSet<string> Parts = ["NetworkModes.cni/"];

    private static readonly ILookup<string, string> Listed = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Lists", "constants.tsv"))
        .Select(line => line.Split('\t')).ToLookup(row => row[0], row => row[1]);

    public static TheoryData<string> Classes => new(Listed.Select(group => group.Key));

    [Theory]
    [MemberData(nameof(Classes))]
    public void Are_exactly_the_listed_values(string name)
    {
        var type = typeof(Duration).Assembly.GetType("Nomad.Model." + name, throwOnError: true)!;
        var constants = type.GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!)
            .Where(value => !Parts.Contains(type.Name + "." + value)).ToHashSet();
        var composed = type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == typeof(string))
            .Select(method => (string)method.Invoke(null, [Sample(method.GetParameters()[0].ParameterType)])!).ToList();
        var values = Listed[name].Where(value => value != "cni/<name>").ToList();
        foreach (var value in values)
            Assert.True(constants.Contains(value) || constants.Contains(" " + value) || composed.Exists(text => Pattern(value).IsMatch(text)), value);
        Assert.Equal(values.Count, constants.Count + composed.Count);
    }

    private static object Sample(Type type) => type == typeof(string) ? "x" : type == typeof(int) ? (object)3 : 3UL;

    private static Regex Pattern(string value) => new(@"^\s?" + Regex.Replace(Regex.Escape(value), "<[^>]*>", ".+") + "$");
}
