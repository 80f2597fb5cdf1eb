using Nomad.Agent.Http.Routing;
using Nomad.Gossip;
using Nomad.Model.Json;
using Nomad.Model.Requests;

namespace Nomad.Agent.Http.Agents;

/// <summary>The keys that encrypt gossip, on all servers of the pool at once.</summary>
internal sealed class KeyringRoutes(AgentServices services)
{
    private static readonly Access Write = Access.To(AccessKind.Agent, "write");

    public IEnumerable<Route> All =>
    [
        new(Verbs.Get, "/v1/agent/keyring/list", Write, call => AnswerAsync(call, KeyOperation.List, null)),
        new(Verbs.Write, "/v1/agent/keyring/install", Write, call => ChangeAsync(call, KeyOperation.Install)),
        new(Verbs.Write, "/v1/agent/keyring/use", Write, call => ChangeAsync(call, KeyOperation.Use)),
        new(Verbs.Write, "/v1/agent/keyring/remove", Write, call => ChangeAsync(call, KeyOperation.Remove)),
        new(Verbs.Get | Verbs.Write, "/v1/agent/keyring/{unknown}", Write, _ => throw HttpFailure.NotFound("resource not found")),
    ];

    private async Task ChangeAsync(ApiCall call, KeyOperation operation)
    {
        var request = await call.BodyAsync(ModelJson.Default.KeyringRequest);
        var key = new byte[request.Key.Length];
        if (!Convert.TryFromBase64String(request.Key, key, out var length) || length is not (16 or 24 or 32))
            throw HttpFailure.BadRequest("the key must be the base64 form of 16, 24 or 32 bytes, as \"nomad operator gossip keyring generate\" makes them");
        await AnswerAsync(call, operation, key[..length]);
    }

    private async Task AnswerAsync(ApiCall call, KeyOperation operation, byte[]? key)
    {
        var result = await services.RequireMembership().ChangeKeysAsync(operation, key, call.Aborted);
        if (result.Problem is { } problem)
        {
            var said = string.Join("; ", result.Messages.Where(each => each.Value.Length > 0).Select(each => $"{each.Key}: {each.Value}"));
            throw new HttpFailure(500, said.Length > 0 ? $"{problem}: {said}" : problem);
        }
        await call.JsonAsync(new KeyringResponse { Messages = result.Messages, Keys = result.Keys, NumNodes = result.Nodes }, ModelJson.Default.KeyringResponse);
    }
}
