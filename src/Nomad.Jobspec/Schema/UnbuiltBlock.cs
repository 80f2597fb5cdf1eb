namespace Nomad.Jobspec.Schema;

/// <summary>A block, or keys of one, without its effect.</summary>
/// <param name="Name">The block's word in a job file.</param>
/// <param name="IsRefused">True when a job that has it does not run, and says so; false when it runs as if the block were not there.</param>
/// <param name="Reason">What becomes of it, as the end of a sentence.</param>
/// <param name="Paths">Where it stands, with everything below.</param>
internal sealed record UnbuiltBlock(string Name, bool IsRefused, string Reason, params string[] Paths);
