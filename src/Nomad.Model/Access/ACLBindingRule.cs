namespace Nomad.Model.Access;

/// <remarks>
/// BindType role|policy|management. Selector = go-bexpr over {value:{..}, list:{..}}; BindName interpolates ${value.x}.
/// </remarks>
public sealed record ACLBindingRule
{
    public string ID { get; init; } = "";

    public string Description { get; init; } = "";

    public string AuthMethod { get; init; } = "";

    public string Selector { get; init; } = "";

    public string BindType { get; init; } = "";

    public string BindName { get; init; } = "";

    public byte[]? Hash { get; init; }

    public DateTimeOffset CreateTime { get; init; }

    public DateTimeOffset ModifyTime { get; init; }

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
