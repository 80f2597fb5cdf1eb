using System.Runtime.CompilerServices;

namespace Nomad.Jobspec.Admission;

/// <summary>Collects what is wrong with one object and prints it as a bulleted list.</summary>
internal sealed class ErrorList
{
    private readonly List<string> _items = [];

    public IReadOnlyList<string> Items => _items;

    public static string Text(IReadOnlyList<string> items) => items.Count == 1
        ? $"1 error occurred:\n\t* {items[0]}\n\n"
        : $"{items.Count} errors occurred:\n\t* {string.Join("\n\t* ", items)}\n\n";

    public void Add(string text) => _items.Add(text);

    public void If(bool wrong, string text)
    {
        if (wrong)
            _items.Add(text);
    }

    public void If(bool wrong, [InterpolatedStringHandlerArgument(nameof(wrong))] ref ConditionalText text)
    {
        if (wrong)
            _items.Add(text.ToStringAndClear());
    }

    /// <summary>Adds the errors of an inner object as one error.</summary>
    public void Wrap(string title, ErrorList inner)
    {
        if (inner._items.Count > 0)
            _items.Add($"{title}{Text(inner._items)}");
    }

    public void AddRange(ErrorList inner) => _items.AddRange(inner._items);
}
