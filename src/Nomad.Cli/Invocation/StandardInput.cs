namespace Nomad.Cli.Invocation;

/// <summary>Standard input, opened when a command first reads: opening prepares the terminal, which most commands never need.</summary>
internal sealed class StandardInput : TextReader
{
    public override int Peek() => Console.In.Peek();

    public override int Read() => Console.In.Read();

    public override int Read(char[] buffer, int index, int count) => Console.In.Read(buffer, index, count);

    public override string? ReadLine() => Console.In.ReadLine();

    public override string ReadToEnd() => Console.In.ReadToEnd();
}
