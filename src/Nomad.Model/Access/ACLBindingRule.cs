namespace Nomad.Model.Access;

/// <remarks>
/// BindType role|policy|management. Selector = go-bexpr over {value:{..}, list:{..}}; BindName interpolates ${value.x}.
/// </remarks>
public sealed record ACLBindingRule
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Description { get; init => field = value ?? ""; } = "";

    public string AuthMethod { get; init => field = value ?? ""; } = "";

    public string Selector { get; init => field = value ?? ""; } = "";

    public string BindType { get; init => field = value ?? ""; } = "";

    public string BindName { get; init => field = value ?? ""; } = "";

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset ModifyTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
