using System.Text.Json.Serialization.Metadata;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Queries;

/// <summary>How items of one kind are listed.</summary>
/// <param name="Key">The page token of an item; items come in the order of their tokens.</param>
/// <param name="FilterType">The JSON form that filters look at: the whole object.</param>
/// <param name="Show">What the list shows of an item.</param>
/// <param name="Type">The JSON form of the shown list.</param>
public sealed record Listing<T, TShown>(
    Func<T, PageKey> Key, JsonTypeInfo<T> FilterType, Func<T, StateSnapshot, TShown> Show, JsonTypeInfo<IReadOnlyList<TShown>> Type);
