namespace Nomad.Hcl;

/// <summary>Which notation a body was written in.</summary>
public enum HclSyntax
{
    Native,

    /// <summary>JSON: properties are attributes until <see cref="HclBody.Resolve"/> says which of them are blocks.</summary>
    Json,

    /// <summary>The first version of the language: <c>key = { }</c> and <c>key { }</c> mean the same, strings are not templates.</summary>
    Legacy,
}
