namespace Nomad.Simulation.Mutations;

/// <summary>How a method is broken.</summary>
internal abstract record Edit
{
    /// <summary>It answers this and does nothing else.</summary>
    public sealed record Answer(byte[] Instructions) : Edit;

    /// <summary>It leaves out its calls of a method that answers nothing.</summary>
    public sealed record LeaveOut(string Called, int Arguments) : Edit;

    /// <summary>The first instruction of this one-byte kind does what another kind does.</summary>
    public sealed record Swap(byte Instruction, byte Other) : Edit;

    public const byte Subtract = 0x59;
    public const byte Add = 0x58;

    public static readonly Edit Nothing = new Answer([0x2A]);                     // ret
    public static readonly Edit True = new Answer([0x17, 0x2A]);                  // ldc.i4.1, ret
    public static readonly Edit False = new Answer([0x16, 0x2A]);                 // ldc.i4.0, ret
    public static readonly Edit One = True;
    public static readonly Edit LargestNumber = new Answer([0x15, 0x6A, 0x2A]);   // ldc.i4.m1, conv.i8, ret
    public static readonly Edit FirstArgument = new Answer([0x02, 0x2A]);         // ldarg.0, ret
    public static readonly Edit Null = new Answer([0x14, 0x2A]);                  // ldnull, ret
}
