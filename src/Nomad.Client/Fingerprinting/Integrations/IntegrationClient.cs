using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Nomad.Client.Fingerprinting.Integrations;

/// <summary>Asks one service over HTTP. One owner.</summary>
public sealed class IntegrationClient : IDisposable
{
    /// <summary>What an agent tells of itself is far smaller; a larger answer comes from something else.</summary>
    private const int MaxAnswerBytes = 4 << 20;

    private const string UnixScheme = "unix://";

    private readonly HttpClient http;
    private readonly IReadOnlyDictionary<string, string> headers;

    /// <exception cref="IntegrationException">The address or a certificate file is of no use.</exception>
    public IntegrationClient(IntegrationAccess access)
    {
        headers = access.Headers;
        var handler = new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false };
        if (access.Address.StartsWith(UnixScheme, StringComparison.Ordinal))
        {
            var socket = new UnixDomainSocketEndPoint(access.Address[UnixScheme.Length..]);
            handler.ConnectCallback = async (_, cancellation) => await ConnectAsync(socket, cancellation);
            Address = new Uri("http://localhost/");
        }
        else
        {
            var text = access.Address.Contains("://", StringComparison.Ordinal) ? access.Address : (access.Tls ? "https://" : "http://") + access.Address;
            Address = Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" ? address
                : throw new IntegrationException($"address \"{access.Address}\" is not host:port, http://, https:// or unix://");
        }
        if (Address.Scheme == Uri.UriSchemeHttps)
            handler.SslOptions = Security(access);
        http = new HttpClient(handler) { BaseAddress = Address, Timeout = access.Timeout, MaxResponseContentBufferSize = MaxAnswerBytes };
    }

    public Uri Address { get; }

    public bool Secure => Address.Scheme == Uri.UriSchemeHttps;

    /// <summary>The JSON at the path.</summary>
    /// <exception cref="IntegrationException">No answer, or none of use; the message says why in one line.</exception>
    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellation)
    {
        try
        {
            using var document = JsonDocument.Parse(await SendAsync(HttpMethod.Get, path, null, cancellation));
            return document.RootElement.Clone();
        }
        catch (JsonException problem)
        {
            throw new IntegrationException($"Get \"{new Uri(Address, path)}\": the answer is not JSON", problem);
        }
    }

    /// <summary>Puts a JSON body, or none, at the path.</summary>
    /// <exception cref="IntegrationException">It was not taken; the message says why in one line.</exception>
    public Task PutAsync(string path, byte[]? body, CancellationToken cancellation) => SendAsync(HttpMethod.Put, path, body, cancellation);

    public void Dispose() => http.Dispose();

    private async Task<string> SendAsync(HttpMethod method, string path, byte[]? body, CancellationToken cancellation)
    {
        var what = $"{(method == HttpMethod.Get ? "Get" : "Put")} \"{new Uri(Address, path)}\"";
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body is null ? null : new ByteArrayContent(body) };
            foreach (var (name, value) in headers)
                request.Headers.TryAddWithoutValidation(name, value);
            using var response = await http.SendAsync(request, cancellation);
            return response.IsSuccessStatusCode ? await response.Content.ReadAsStringAsync(cancellation)
                : throw new IntegrationException($"{what}: unexpected response code {(int)response.StatusCode}");
        }
        catch (Exception problem) when (problem is HttpRequestException || (problem is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IntegrationException($"{what}: {Reason(problem)}", problem);
        }
    }

    private string Reason(Exception problem) => problem switch
    {
        OperationCanceledException => $"no answer within {http.Timeout.TotalSeconds:0.###} s",
        _ => (problem.InnerException ?? problem).Message.ReplaceLineEndings(" "),
    };

    private static async Task<Stream> ConnectAsync(UnixDomainSocketEndPoint address, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(address, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static SslClientAuthenticationOptions Security(IntegrationAccess access)
    {
        var options = new SslClientAuthenticationOptions();
        try
        {
            if (access.ServerName.Length > 0)
                options.TargetHost = access.ServerName;
            if (access.CertFile.Length > 0)
                options.ClientCertificates = [X509Certificate2.CreateFromPemFile(access.CertFile, access.KeyFile.Length > 0 ? access.KeyFile : null)];
            if (access.CaFile.Length > 0)
            {
                options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                options.CertificateChainPolicy.CustomTrustStore.ImportFromPemFile(access.CaFile);
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.Security.Cryptography.CryptographicException)
        {
            throw new IntegrationException($"certificates for {access.Address}: {problem.Message}", problem);
        }
        if (access.SkipVerify)
            options.RemoteCertificateValidationCallback = static (_, _, _, _) => true;
        return options;
    }
}

/// <summary>A service beside Nomad did not give an answer of use.</summary>
public sealed class IntegrationException(string message, Exception? cause = null) : Exception(message, cause);
