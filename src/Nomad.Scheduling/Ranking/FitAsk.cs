namespace Nomad.Scheduling.Ranking;

/// <summary>What the fit of an allocation depends on besides the node, unless it asks for whole cores: MHz, MB, MB.</summary>
internal readonly record struct FitAsk(long Cpu, long Memory, long Disk, bool SpreadOut);
