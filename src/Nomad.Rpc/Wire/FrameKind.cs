namespace Nomad.Rpc.Wire;

/// <summary>What a frame on a session says.</summary>
internal enum FrameKind : byte
{
    /// <summary>First frame of each side: who it is (JSON).</summary>
    Hello = 1,

    /// <summary>A new stream begins.</summary>
    Open,

    /// <summary>Bytes of a stream.</summary>
    Data,

    /// <summary>The reader made room: u32 bytes more may be sent.</summary>
    Credit,

    /// <summary>The sender has no more bytes.</summary>
    End,

    /// <summary>The stream is over in both directions.</summary>
    Reset,

    Ping,
    Pong,
}
