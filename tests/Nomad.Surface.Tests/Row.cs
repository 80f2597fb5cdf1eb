namespace Nomad.Surface.Tests;

/// <summary>Something the original has, and what this program does with it.</summary>
/// <param name="Section">The heading it stands under: a command, a path, a block.</param>
/// <param name="Name">The flag, method or key; "" for the section itself.</param>
internal sealed record Row(string Section, string Name, Standing Standing);
