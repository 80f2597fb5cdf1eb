using Nomad.Agent.Http.Routing;
using Nomad.Model.Json;

namespace Nomad.Agent.Http.Agents;

/// <summary>The cluster's smallest facts, open to everyone.</summary>
internal sealed class StatusRoutes(AgentServices services)
{
    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/status/leader", Access.Anyone, call => call.JsonAsync(services.RequireServer().LeaderAddress ?? "", ModelJson.Default.String)),
        new(Verbs.Get, "/v1/status/peers", Access.Anyone, call => call.JsonAsync(services.Peers(), ModelJson.Default.ListOfText)),
        new(Verbs.Get, "/v1/regions", Access.Anyone, call => call.JsonAsync(services.RequireMembership().Regions, ModelJson.Default.ListOfText)),
        new(Verbs.Get, "/", Access.Anyone, RedirectAsync),
        new(Verbs.Get, "/ui", Access.Anyone, InterfaceAsync),
        new(Verbs.Get, "/ui/{rest*}", Access.Anyone, InterfaceAsync),
    ];

    private static async Task RedirectAsync(ApiCall call)
    {
        var response = call.Http.Response;
        response.StatusCode = 307;
        response.Headers.Location = "/ui/" + call.Http.Request.QueryString;
        response.ContentType = "text/html; charset=utf-8";
        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(response, $"<a href=\"/ui/{System.Net.WebUtility.HtmlEncode(call.Http.Request.QueryString.ToString())}\">Temporary Redirect</a>.\n\n");
    }

    private static async Task InterfaceAsync(ApiCall call)
    {
        call.Http.Response.ContentType = "text/html; charset=utf-8";
        await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(call.Http.Response, "<html><p>Nomad UI is disabled</p></html>");
    }
}
