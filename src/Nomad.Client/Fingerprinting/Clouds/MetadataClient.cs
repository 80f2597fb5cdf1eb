namespace Nomad.Client.Fingerprinting.Clouds;

/// <summary>Asks a cloud's metadata service. Outside that cloud nobody answers, so every question has a short limit and silence is an answer.</summary>
public sealed class MetadataClient
{
    /// <summary>A metadata service is one hop away; outside a cloud this is what a start of the agent may lose.</summary>
    private static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(2);

    private const int MaxAnswerBytes = 1 << 20;

    private readonly HttpClient http = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(1) })
    {
        Timeout = AnswerLimit,
        MaxResponseContentBufferSize = MaxAnswerBytes,
    };

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
        try
        {
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode ? (await response.Content.ReadAsStringAsync(cancellation)).Trim() : null;
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
