namespace Nomad.Configuration.Settings;

/// <summary>A text that must not reach logs or answers: printing it shows only whether there is one.</summary>
public readonly struct Secret(string? value) : IEquatable<Secret>
{
    private readonly string? _value = value;

    public static Secret Empty => default;

    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>The text itself. Hand it to what needs it and nowhere else.</summary>
    public string Reveal() => _value ?? "";

    public bool Equals(Secret other) => Reveal() == other.Reveal();

    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => IsEmpty ? "" : "<redacted>";
}
