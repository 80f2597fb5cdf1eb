using System.IO.Pipelines;
using System.Net;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using Nomad.Rpc.Wire;

namespace Nomad.Agent.Peers;

/// <summary>Where Kestrel listens for calls that come over sessions of other agents instead of over the HTTP port.</summary>
internal sealed class SessionEndPoint : EndPoint
{
    public override string ToString() => "sessions";
}

/// <summary>On every request that came over a session: who is on its other side.</summary>
internal sealed record PeerCaller(RpcHello Hello);

/// <summary>Makes streams of sessions into connections of Kestrel.</summary>
internal sealed class SessionListenerFactory(ChannelReader<RpcStream> streams) : IConnectionListenerFactory, IConnectionListenerFactorySelector
{
    public bool CanBind(EndPoint endpoint) => endpoint is SessionEndPoint;

    public ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        ValueTask.FromResult<IConnectionListener>(new Listener(endpoint, streams));

    private sealed class Listener(EndPoint endpoint, ChannelReader<RpcStream> streams) : IConnectionListener
    {
        private readonly CancellationTokenSource unbound = new();

        public EndPoint EndPoint => endpoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token);
            try
            {
                return new Connection(await streams.ReadAsync(either.Token));
            }
            catch (Exception problem) when (problem is OperationCanceledException or ChannelClosedException)
            {
                return null;
            }
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default) => new(unbound.CancelAsync());

        public ValueTask DisposeAsync()
        {
            unbound.Dispose();
            return default;
        }
    }

    private sealed class Connection : ConnectionContext
    {
        private readonly RpcStream stream;

        public Connection(RpcStream stream)
        {
            this.stream = stream;
            Transport = new Duplex(PipeReader.Create(stream, new StreamPipeReaderOptions(leaveOpen: true)),
                PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true)));
            Features.Set(new PeerCaller(stream.Peer));
            ConnectionClosed = stream.Closed;
        }

        public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

        public override IFeatureCollection Features { get; } = new FeatureCollection();

        public override IDictionary<object, object?> Items { get; set; } = new Dictionary<object, object?>();

        public override IDuplexPipe Transport { get; set; }

        public override CancellationToken ConnectionClosed { get; set; }

        public override void Abort(ConnectionAbortedException abortReason) => _ = stream.DisposeAsync().AsTask();

        public override ValueTask DisposeAsync() => stream.DisposeAsync();
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
