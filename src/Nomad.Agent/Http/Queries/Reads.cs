using System.Text.Json.Serialization.Metadata;
using Nomad.Agent.Http.Answers;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Queries;

/// <summary>How read routes answer from the state: one object or a page of a list, blocking when the caller asks to.</summary>
public static class Reads
{
    /// <summary>One object; 404 with <paramref name="missing"/> when it is not there.</summary>
    public static async Task OneAsync<T>(ApiCall call, StateStore store, Watch[] watches, Func<StateSnapshot, T?> read,
        (Func<T, ulong> Index, JsonTypeInfo<T> Type, string Missing) shape) where T : class
    {
        var (index, found) = await store.QueryAsync(call.Options.Index, call.Options.Wait, watches, snapshot =>
        {
            var value = read(snapshot);
            // What is not there is as old as its table, so that waiting for it to appear works.
            return (value is null ? snapshot.TableIndex(watches[0].Table) : shape.Index(value), value);
        }, call.Aborted);
        call.SetReadHeaders(index);
        if (found is null)
            throw new HttpFailure(404, shape.Missing) { KeepHeaders = true };
        await call.JsonAsync(found, shape.Type);
    }

    /// <summary>A list: filtered, sorted and paged as the caller asks.</summary>
    public static async Task ListAsync<T, TShown>(ApiCall call, StateStore store, Watch[] watches, Func<StateSnapshot, IEnumerable<T>> read,
        Listing<T, TShown> listing) where T : class
    {
        var pager = new Pager<T>(call.Options, listing.Key, listing.FilterType);
        var (index, page) = await store.QueryAsync(call.Options.Index, call.Options.Wait, watches, snapshot =>
        {
            var items = pager.Page(read(snapshot));
            return (snapshot.TableIndex([.. watches.Select(watch => watch.Table)]), (items.Items.Select(item => listing.Show(item, snapshot)).ToList(), items.Next));
        }, call.Aborted);
        call.SetReadHeaders(index);
        if (page.Next.Length > 0)
            call.Http.Response.Headers["X-Nomad-NextToken"] = page.Next;
        await call.JsonAsync<IReadOnlyList<TShown>>(page.Item1, listing.Type);
    }

    /// <summary>Something worked out from the state, with the index of the watched tables.</summary>
    public static async Task ValueAsync<T>(ApiCall call, StateStore store, Watch[] watches, Func<StateSnapshot, T> read, JsonTypeInfo<T> type)
    {
        var (index, value) = await store.QueryAsync(call.Options.Index, call.Options.Wait, watches,
            snapshot => (snapshot.TableIndex([.. watches.Select(watch => watch.Table)]), read(snapshot)), call.Aborted);
        call.SetReadHeaders(index);
        await JsonAnswer.WriteAsync(call.Http.Response, value, type, call.Options.Pretty);
    }
}
