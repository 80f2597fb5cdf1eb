namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>
/// Asks one cloud's metadata service. Outside that cloud nobody answers, so the first question has a short limit and silence is an answer;
/// a service that has answered once is there, and is given more time. Any thread, one question at a time.
/// </summary>
public sealed class MetadataClient
{
    /// <summary>A metadata service is one hop away; outside a cloud this is what a start of the agent may lose.</summary>
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(2);

    /// <summary>For a service known to be there: a busy machine must not make it look as if half of the answers did not exist.</summary>
    private static readonly TimeSpan LaterLimit = TimeSpan.FromSeconds(10);

    private const int MaxAnswerBytes = 1 << 20;

    private static readonly HttpClient Http = new(new SocketsHttpHandler
    {
        UseProxy = false, AllowAutoRedirect = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(1),
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

    private bool answered;

    /// <summary>The text at the address, or null when there is no such service or no such value.</summary>
    public async Task<string?> GetAsync(string address, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        return await SendAsync(request, headers, cancellation);
    }

    public async Task<string?> PutAsync(string address, CancellationToken cancellation, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, address);
        return await SendAsync(request, headers, cancellation);
    }

    private async Task<string?> SendAsync(HttpRequestMessage request, (string Name, string Value)[] headers, CancellationToken cancellation)
    {
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(answered ? LaterLimit : FirstLimit);
        try
        {
            using var response = await Http.SendAsync(request, limit.Token);
            answered = true;
            return response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync(limit.Token)).Trim() : null;
        }
        catch (HttpRequestException)
        {
            return null;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return null;
        }
    }
}
