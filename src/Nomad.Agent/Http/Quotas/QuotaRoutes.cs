using Nomad.Agent.Http.Queries;
using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;
using Nomad.Model.Quotas;
using Nomad.Server.State;

namespace Nomad.Agent.Http.Quotas;

/// <summary>Quotas and what is used of them.</summary>
internal sealed class QuotaRoutes(AgentServices services)
{
    private static readonly Access Read = Access.To(AccessKind.Quota, "read");
    private static readonly Access Write = Access.To(AccessKind.Quota, "write");
    private static readonly Watch[] Watches = [Watch.Whole(StateTable.Quotas), Watch.Whole(StateTable.QuotaUses)];

    private StateStore State => services.RequireServer().State;

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/quotas", Read, ListAsync),
        new(Verbs.Get, "/v1/quota-usages", Read, UsagesAsync),
        new(Verbs.Get, "/v1/quota/usage/{name}", Read, UsageAsync),
        new(Verbs.Get, "/v1/quota/{name}", Read, OneAsync),
        new(Verbs.Write, "/v1/quota", Write, UpsertAsync),
        new(Verbs.Write, "/v1/quota/{name}", Write, UpsertAsync),
        new(Verbs.Delete, "/v1/quota/{name}", Write, DeleteAsync),
    ];

    private Task ListAsync(ApiCall call) => Reads.ListAsync(call, State, [Watches[0]], snapshot => Named(call, snapshot),
        new Listing<QuotaSpec, QuotaSpec>(quota => PageKey.ById(quota.Name), ModelJson.Default.QuotaSpec, (quota, _) => quota, ModelJson.Default.ListOfQuotaSpec));

    private Task UsagesAsync(ApiCall call)
    {
        var quotas = services.RequireServer().Quotas;
        return Reads.ListAsync(call, State, Watches, snapshot => Named(call, snapshot).Select(quota => quotas.Usage(snapshot, quota.Name)!),
            new Listing<QuotaUsage, QuotaUsage>(usage => PageKey.ById(usage.Name), ModelJson.Default.QuotaUsage, (usage, _) => usage, ModelJson.Default.ListOfQuotaUsage));
    }

    private Task UsageAsync(ApiCall call) => Reads.OneAsync(call, State, Watches, snapshot => services.RequireServer().Quotas.Usage(snapshot, call["name"]),
        (usage => usage.ModifyIndex, ModelJson.Default.QuotaUsage, "Quota not found"));

    private Task OneAsync(ApiCall call) => Reads.OneAsync(call, State, [Watches[0]], snapshot => snapshot.Quota(call["name"]),
        (quota => quota.ModifyIndex, ModelJson.Default.QuotaSpec, "Quota not found"));

    private async Task UpsertAsync(ApiCall call)
    {
        var quota = await call.BodyAsync(ModelJson.Default.QuotaSpec);
        if (call.Path.StartsWith("/v1/quota/", StringComparison.Ordinal) && quota.Name != call["name"])
            throw HttpFailure.BadRequest("Quota name does not match request path");
        call.SetIndex(await services.RequireServer().Quotas.UpsertAsync(quota, call.Aborted));
    }

    private async Task DeleteAsync(ApiCall call) => call.SetIndex(await services.RequireServer().Quotas.DeleteAsync(call["name"], call.Aborted));

    private static IEnumerable<QuotaSpec> Named(ApiCall call, StateSnapshot snapshot) =>
        snapshot.Quotas().Where(quota => quota.Name.StartsWith(call.Options.Prefix, StringComparison.Ordinal));
}
