namespace Nomad.Surface.Tests;

/// <summary>What becomes of something that the original has.</summary>
internal enum Standing
{
    /// <summary>The code declares it and acts on it.</summary>
    Works,

    /// <summary>It is answered with one sentence that says what is missing.</summary>
    Refused,

    /// <summary>It is read and checked, nothing follows from it so far, and that is said: by a notice in the agent's log, or a warning about the job.</summary>
    NotYet,

    /// <summary>The code does not know it; the general answer for unknown things is given.</summary>
    Unknown,
}
