using Nomad.Cli.Invocation;
using Nomad.Cli.Output;
using Nomad.Model;
using Nomad.Model.Json;
using Nomad.Model.Namespaces;

namespace Nomad.Cli.Namespaces;

/// <summary><c>namespace status</c>, and with <paramref name="document"/> <c>namespace inspect</c>.</summary>
public sealed class NamespaceStatusCommand(bool document) : Command
{
    public override string Name => document ? "namespace inspect" : "namespace status";

    public override string Synopsis => document ? "Inspect a namespace" : "Display a namespace's status";

    public override string Usage => "[options] <namespace>";

    public override (int, int) Arguments => (1, 1);

    public override string ArgumentsRule => "This command takes one argument: <namespace>";

    public override IReadOnlyList<Flag> Flags { get; } = document ? [.. JsonText.Flags.Where(flag => flag.Name == "t")] : JsonText.Flags;

    public override async Task<int> RunAsync(CommandCall call)
    {
        var typed = call.Arguments[0];
        var space = Selection.Named(call, typed, await NamespaceListCommand.FindAsync(call, typed), found => found.Name,
            ("namespaces", $"Error retrieving namespaces: Namespace \"{typed}\" matched no namespaces"), NamespaceListCommand.Table);
        if (JsonText.Printed(call, space, ModelJson.Default.Namespace))
            return 0;
        if (document)
        {
            call.Line(JsonText.Of(space, ModelJson.Default.Namespace));
            return 0;
        }
        call.Line(Block(space));
        if (space.Meta.OrEmpty().Count == 0)
            return 0;
        call.Title("Metadata");
        var meta = new KeyValues();
        foreach (var (key, value) in space.Meta.OrEmpty().OrderBy(pair => pair.Key, StringComparer.Ordinal))
            meta.Add(key, value);
        call.Line(meta.ToString());
        return 0;
    }

    private static string Block(Namespace space)
    {
        var capabilities = space.Capabilities ?? new();
        static string Names(IReadOnlyList<string>? names, string none) => names.OrEmpty().Count == 0 ? none : string.Join(",", names!);
        return new KeyValues().Add("Name", space.Name).Add("Description", space.Description).Add("Quota", space.Quota)
            .Add("Enabled Drivers", Names(capabilities.EnabledTaskDrivers, "*")).Add("Disabled Drivers", Names(capabilities.DisabledTaskDrivers, ""))
            .Add("Enabled Network Modes", Names(capabilities.EnabledNetworkModes, "*")).Add("Disabled Network Modes", Names(capabilities.DisabledNetworkModes, ""))
            .ToString();
    }
}
