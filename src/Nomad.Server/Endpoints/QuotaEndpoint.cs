using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Nomad.Rpc;
using Nomad.Server.Commands;
using Nomad.Server.State;

namespace Nomad.Server.Endpoints;

/// <summary>Quotas: limits that namespaces share. Safe for any number of threads.</summary>
public sealed partial class QuotaEndpoint
{
    private const int MaxDescription = 256;
    private const int MaxDevices = 128;

    private readonly ServerContext context;

    internal QuotaEndpoint(ServerContext context) => this.context = context;

    public async Task<ulong> UpsertAsync(QuotaSpec quota, CancellationToken cancel)
    {
        if (!Name().IsMatch(quota.Name))
            throw Invalid(quota, $"invalid name \"{quota.Name}\", must match regex {Name()}");
        if (quota.Description.Length > MaxDescription)
            throw Invalid(quota, $"description longer than {MaxDescription}");
        if (quota.Limits.OrEmpty().Count == 0)
            throw Invalid(quota, "at least one limit is needed");
        var limits = quota.Limits.OrEmpty().Select(limit => Canonical(quota, limit)).ToList();
        if (limits.GroupBy(limit => limit.Region, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1) is { } twice)
            throw Invalid(quota, $"region \"{twice.Key}\" is limited twice");
        return (await context.Proposer.ProposeAsync(new UpsertQuotas([quota with { Limits = limits }]), cancel)).Index;
    }

    public async Task<ulong> DeleteAsync(string name, CancellationToken cancel) =>
        (await context.Proposer.ProposeAsync(new DeleteQuotas([name]), cancel)).Index;

    /// <summary>What is used of a quota in this region; null when there is no such quota.</summary>
    public QuotaUsage? Usage(StateSnapshot state, string name)
    {
        if (state.Quota(name) is not { } quota || state.QuotaUse(name) is not { } use)
            return null;
        var used = new SortedDictionary<string, QuotaLimit>(StringComparer.Ordinal);
        foreach (var limit in quota.Limits.OrEmpty().Where(limit => limit.Region == context.Options.Region))
            used[Convert.ToBase64String(limit.Hash ?? [])] = limit with { RegionLimit = Used(use.Amounts, limit.RegionLimit), VariablesLimit = 0 };
        return new QuotaUsage { Name = name, Used = used, CreateIndex = use.CreateIndex, ModifyIndex = Math.Max(use.ModifyIndex, quota.ModifyIndex) };
    }

    private static QuotaResources Used(QuotaAmounts amounts, QuotaResources? limit) => new()
    {
        CPU = amounts.Cpu, Cores = amounts.Cores, MemoryMB = amounts.MemoryMB, MemoryMaxMB = amounts.MemoryMaxMB, Allocations = amounts.Allocations,
        Devices = limit?.Devices is null ? null : [.. limit.Devices.Select(device => device with { Count = amounts.Count(device.Name) })],
    };

    private QuotaLimit Canonical(QuotaSpec quota, QuotaLimit limit)
    {
        var region = limit.Region.Length > 0 ? limit.Region : context.Options.Region;
        var devices = (limit.RegionLimit?.Devices).OrEmpty();
        if (devices.Count > MaxDevices)
            throw Invalid(quota, $"more than {MaxDevices} devices are limited");
        if (devices.FirstOrDefault(device => device.Name.Length == 0) is not null)
            throw Invalid(quota, "a device limit needs the name of a device: its type, vendor/type, or vendor/type/name");
        return limit with { Region = region, RegionLimit = limit.RegionLimit ?? new(), Hash = SHA256.HashData(Encoding.UTF8.GetBytes(region))[..16] };
    }

    private static RpcException Invalid(QuotaSpec quota, string why) => RpcException.BadRequest($"invalid quota \"{quota.Name}\": {why}");

    [GeneratedRegex("^[a-zA-Z0-9-]{1,128}$")]
    private static partial Regex Name();
}
