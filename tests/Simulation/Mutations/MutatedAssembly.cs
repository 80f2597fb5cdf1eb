using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace Nomad.Simulation.Mutations;

/// <summary>Changes one method of a compiled assembly in place (ECMA-335, II.25.4: the body keeps its size).</summary>
internal static class MutatedAssembly
{
    private static readonly Dictionary<short, OpCode> OpCodes = typeof(System.Reflection.Emit.OpCodes).GetFields()
        .Select(field => field.GetValue(null)).OfType<OpCode>().ToDictionary(code => code.Value);

    public static void Write(string path, string type, string method, Edit edit)
    {
        var image = File.ReadAllBytes(path);
        using (var reader = new PEReader(new MemoryStream(image, writable: false)))
        {
            var metadata = reader.GetMetadataReader();
            var found = Find(metadata, type, method);
            var section = reader.PEHeaders.SectionHeaders[reader.PEHeaders.GetContainingSectionIndex(found.RelativeVirtualAddress)];
            var start = found.RelativeVirtualAddress - section.VirtualAddress + section.PointerToRawData;
            var isTiny = (image[start] & 3) == 2;
            var code = start + (isTiny ? 1 : 12);
            var size = isTiny ? image[start] >> 2 : BitConverter.ToInt32(image, start + 4);
            Apply(edit, metadata, image.AsSpan(code, size), $"{type}.{method}");
        }
        File.WriteAllBytes(path, image);
    }

    private static MethodDefinition Find(MetadataReader metadata, string type, string method)
    {
        var methods = metadata.TypeDefinitions.Select(metadata.GetTypeDefinition)
            .Where(each => $"{metadata.GetString(each.Namespace)}.{metadata.GetString(each.Name)}" == type)
            .SelectMany(each => each.GetMethods()).Select(metadata.GetMethodDefinition)
            .Where(each => metadata.GetString(each.Name) == method).ToList();
        return methods.Count == 1 ? methods[0] : throw new InvalidOperationException($"there are {methods.Count} methods {type}.{method}; a mutation needs exactly one");
    }

    private static void Apply(Edit edit, MetadataReader metadata, Span<byte> code, string name)
    {
        if (edit is Edit.Answer answer)
        {
            answer.Instructions.CopyTo(code);
            return;
        }
        var changed = 0;
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xFE ? OpCodes[(short)(0xFE00 | code[at + 1])] : OpCodes[code[at]];
            var operand = at + opcode.Size;
            if (edit is Edit.LeaveOut left && opcode.OperandType == OperandType.InlineMethod && NameOf(metadata, BitConverter.ToInt32(code[operand..])) == left.Called)
            {
                var call = code[at..(operand + 4)];
                call.Fill(0x00);                            // nop
                call[..(left.Arguments + 1)].Fill(0x26);    // pop what the call would have taken
                changed++;
            }
            else if (edit is Edit.Swap swap && changed == 0 && code[at] == swap.Instruction)
            {
                code[at] = swap.Other;
                changed++;
            }
            at = operand + SizeOf(opcode.OperandType, code[operand..]);
        }
        if (changed == 0)
            throw new InvalidOperationException($"{name} has nothing that {edit} could change");
    }

    private static string NameOf(MetadataReader metadata, int token)
    {
        var handle = MetadataTokens.EntityHandle(token);
        return handle.Kind switch
        {
            HandleKind.MethodDefinition => metadata.GetString(metadata.GetMethodDefinition((MethodDefinitionHandle)handle).Name),
            HandleKind.MemberReference => metadata.GetString(metadata.GetMemberReference((MemberReferenceHandle)handle).Name),
            _ => "",
        };
    }

    private static int SizeOf(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + 4 * BitConverter.ToInt32(operand),
        _ => 4,
    };
}
