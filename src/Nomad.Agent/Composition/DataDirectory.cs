namespace Nomad.Agent.Composition;

/// <summary>The folder that everything durable lies in, tried before any part starts so that one message names it.</summary>
internal static class DataDirectory
{
    private const int ProbeBytes = 4096;

    /// <summary>Makes the folder and writes a block into it. Nothing to do for an agent without one.</summary>
    /// <exception cref="AgentStartException">It cannot be made or written; the message names it.</exception>
    public static void Prepare(string path)
    {
        if (path.Length == 0)
            return;
        if (File.Exists(path))
            throw new AgentStartException($"data_dir \"{path}\" is a file; it must be a directory that this agent may write");
        var probe = Path.Combine(path, $".probe-{Environment.ProcessId}");
        try
        {
            Directory.CreateDirectory(path);
            using var file = File.OpenHandle(probe, FileMode.Create, FileAccess.Write, options: FileOptions.DeleteOnClose);
            RandomAccess.Write(file, new byte[ProbeBytes], 0);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new AgentStartException($"data_dir \"{path}\" cannot be written: {problem.Message}", problem);
        }
    }
}
