using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Http.Filtering;

namespace Nomad.Agent.Http.Queries;

/// <summary>Filters a list, puts it in order, and cuts the page that was asked for (spec http-api §1.5).</summary>
internal sealed class Pager<T>(QueryOptions options, Func<T, PageKey> key, JsonTypeInfo<T> type) where T : class
{
    // Fields that are left out of the JSON when empty are fields all the same.
    private readonly HashSet<string> fields = [.. type.Properties.Select(property => property.Name)];
    private readonly FilterExpression? filter = options.Filter.Length == 0 ? null : ParseFilter(options.Filter);

    public (IReadOnlyList<T> Items, string Next) Page(IEnumerable<T> items)
    {
        var wanted = filter is null ? items : items.Where(Matches);
        var ordered = wanted.Select(item => (Key: key(item), Item: item)).ToList();
        ordered.Sort((a, b) => options.Reverse ? b.Key.CompareTo(a.Key) : a.Key.CompareTo(b.Key));
        var start = 0;
        if (options.NextToken.Length > 0)
        {
            var from = PageKey.Parse(options.NextToken, ordered.Count > 0 && ordered[0].Key.Index > 0);
            start = ordered.FindIndex(row => options.Reverse ? row.Key.CompareTo(from) <= 0 : row.Key.CompareTo(from) >= 0);
            if (start < 0)
                return ([], "");
        }
        var count = options.PerPage > 0 ? options.PerPage : int.MaxValue;
        var page = ordered.Skip(start).Take(count).Select(row => row.Item).ToList();
        var next = ordered.Count - start > page.Count ? ordered[start + page.Count].Key.ToString() : "";
        return (page, next);
    }

    public bool IsWanted(T item) => filter is null || Matches(item);

    private bool Matches(T item)
    {
        try
        {
            return filter!.Matches(JsonSerializer.SerializeToElement(item, type), fields.Contains);
        }
        catch (FilterException problem)
        {
            throw HttpFailure.BadRequest("failed to read result page: " + problem.Message);
        }
    }

    private static FilterExpression ParseFilter(string text)
    {
        try
        {
            return FilterExpression.Parse(text);
        }
        catch (FilterException problem)
        {
            throw HttpFailure.BadRequest("failed to create result paginator: failed to read filter expression: " + problem.Message);
        }
    }
}
