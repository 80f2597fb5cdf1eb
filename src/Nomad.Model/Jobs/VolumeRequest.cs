namespace Nomad.Model.Jobs;

/// <remarks>
/// Type host|csi. AccessMode: csi
/// single-node-reader-only|single-node-writer|multi-node-reader-only|multi-node-single-writer|multi-node-multi-writer; host:
/// single-node-writer|single-node-reader-only|single-node-single-writer|single-node-multi-writer. AttachmentMode
/// file-system|block-device. PerAlloc: Source becomes &lt;source&gt;[&lt;alloc index&gt;].
/// </remarks>
public sealed record VolumeRequest
{
    public string Name { get; init => field = value ?? ""; } = "";

    public string Type { get; init => field = value ?? ""; } = "";

    public string Source { get; init => field = value ?? ""; } = "";

    public bool ReadOnly { get; init; }

    public bool Sticky { get; init; }

    public string AccessMode { get; init => field = value ?? ""; } = "";

    public string AttachmentMode { get; init => field = value ?? ""; } = "";

    public CSIMountOptions? MountOptions { get; init; }

    public bool PerAlloc { get; init; }
}
