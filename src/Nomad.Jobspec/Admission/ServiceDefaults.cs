using System.Text.Json.Nodes;
using Nomad.Model.Services;

namespace Nomad.Jobspec.Admission;

/// <summary>Defaults of a service and its checks.</summary>
internal static class ServiceDefaults
{
    public static void Apply(JsonObject service, string name, JsonObject? consul)
    {
        service.DefaultText("Name", name);
        service.DefaultText("AddressMode", AddressModes.Auto);
        service.DefaultText("OnUpdate", OnUpdateModes.RequireHealthy);
        service.DefaultText("Provider", ServiceProviders.Consul);
        if (service.Text("Provider") == ServiceProviders.Consul)
            service.DefaultText("Cluster", consul?.Text("Cluster") is { Length: > 0 } cluster ? cluster : "default");
        service.NullWhenEmpty("Tags", "CanaryTags", "Checks", "Meta", "CanaryMeta", "TaggedAddresses");
        var weights = service.Object("Weights");
        if (weights is not null)
        {
            weights.Default("Passing", 1);
            weights.Default("Warning", 1);
        }

        foreach (var check in service.Objects("Checks"))
            ApplyCheck(check, service);
    }

    private static void ApplyCheck(JsonObject check, JsonObject service)
    {
        check.DefaultText("Name", $"service: \"{service.Text("Name")}\" check");
        check.DefaultText("OnUpdate", service.Text("OnUpdate"));
        check.NullWhenEmpty("Args", "Header");
        if (service.Object("CheckRestart") is { } shared)
            check.Ensure("CheckRestart").Underlay(shared);
        if (check.Object("CheckRestart") is { } restart)
        {
            restart.Default("Limit", 0);
            restart.Default("Grace", 1_000_000_000);
            restart.Default("IgnoreWarnings", false);
        }
    }
}
