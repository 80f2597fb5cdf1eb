using System.Runtime.InteropServices;

namespace Nomad.Client.Fingerprinting;

/// <summary>`cpu.arch` under the names job files use (those of Go).</summary>
public sealed class ArchFingerprint : IFingerprint
{
    public string Name => "arch";

    public ValueTask InspectAsync(NodeFacts facts, CancellationToken cancellation)
    {
        facts.Set("cpu.arch", NameOf(RuntimeInformation.OSArchitecture));
        return ValueTask.CompletedTask;
    }

    public static string NameOf(Architecture architecture) => architecture switch
    {
        Architecture.X64 => "amd64",
        Architecture.X86 => "386",
        Architecture.Arm64 => "arm64",
        Architecture.Arm or Architecture.Armv6 => "arm",
        Architecture.S390x => "s390x",
        Architecture.Ppc64le => "ppc64le",
        Architecture.RiscV64 => "riscv64",
        Architecture.LoongArch64 => "loong64",
        _ => architecture.ToString().ToLowerInvariant(),
    };
}
