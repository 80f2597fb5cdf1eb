using System.Globalization;
using Nomad.Cli.Invocation;
using Nomad.Cli.Nodes;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Quotas;

namespace Nomad.Cli.Quotas;

/// <summary><c>quota status</c>, and with <paramref name="document"/> <c>quota inspect</c>.</summary>
public sealed class QuotaStatusCommand(bool document) : Command
{
    public override string Name => document ? "quota inspect" : "quota status";

    public override string Synopsis => document ? "Inspect a quota specification" : "Display a quota's limits and what is used of them";

    public override string Usage => "[options] <quota>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <quota>";

    public override IReadOnlyList<Flag> Flags { get; } = JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var typed = call.Arguments[0];
        var quota = Selection.Named(call, typed, await QuotaListCommand.FindAsync(call, typed), found => found.Name,
            ("quotas", $"Error retrieving quotas: Quota \"{typed}\" matched no quotas"), QuotaListCommand.Table);
        if (JsonText.Printed(call, quota, ModelJson.Default.QuotaSpec))
            return 0;
        if (document)
        {
            call.Line(JsonText.Of(quota, ModelJson.Default.QuotaSpec));
            return 0;
        }
        var usage = (await NodeStatusCommand.Asking(call, "Error retrieving quota usage",
            () => call.Api.GetAsync("/v1/quota/usage/" + Uri.EscapeDataString(quota.Name), json => json.QuotaUsage, null, call.Stop))).Value;
        Print(call, quota, usage);
        return 0;
    }

    private static void Print(CommandCall call, QuotaSpec quota, QuotaUsage usage)
    {
        var limits = quota.Limits.OrEmpty();
        call.Line(new KeyValues().Add("Name", quota.Name).Add("Description", quota.Description).Add("Limits", limits.Count.ToString(CultureInfo.InvariantCulture)).ToString());
        call.Title("Quota Limits");
        var table = new ColumnTable("Region", "CPU Usage", "Core Usage", "Memory Usage", "Memory Max Usage", "Allocations");
        var devices = new ColumnTable("Region", "Device", "Usage");
        foreach (var limit in limits)
        {
            // Only the region that answers knows its use.
            var used = usage.Used.OrEmpty().GetValueOrDefault(Convert.ToBase64String(limit.Hash ?? []))?.RegionLimit;
            var most = limit.RegionLimit ?? new();
            table.Add(limit.Region, Cell(used?.CPU, most.CPU), Cell(used?.Cores, most.Cores), Cell(used?.MemoryMB, most.MemoryMB),
                Cell(used?.MemoryMaxMB, most.MemoryMaxMB), Cell(used?.Allocations, most.Allocations));
            foreach (var device in most.Devices.OrEmpty())
                devices.Add(limit.Region, device.Name, Cell((used?.Devices).OrEmpty().FirstOrDefault(own => own.Name == device.Name)?.Count, device.Count));
        }
        call.Line(table.ToString());
        if (devices.Count == 0)
            return;
        call.Title("Quota Device Limits");
        call.Line(devices.ToString());
    }

    private static string Cell(long? used, long? limit) =>
        $"{used?.ToString(CultureInfo.InvariantCulture) ?? "-"} / {(limit is null or 0 ? "inf" : Math.Max(0, limit.Value).ToString(CultureInfo.InvariantCulture))}";
}
