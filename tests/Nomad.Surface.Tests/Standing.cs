namespace Nomad.Surface.Tests;

/// <summary>What becomes of something that the original has.</summary>
internal enum Standing
{
    /// <summary>The code declares it and acts on it.</summary>
    Works,

    /// <summary>It is answered with one sentence that says what is missing.</summary>
    Refused,

    /// <summary>The code does not know it; the general answer for unknown things is given.</summary>
    Unknown,
}
