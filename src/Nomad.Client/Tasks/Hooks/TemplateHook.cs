using System.Globalization;
using System.Text;
using Nomad.Client.Files;
using Nomad.Model;
using Nomad.Model.Jobs;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>
/// Writes templates that are plain text. A template with actions fails the task with a text that names it: half a
/// configuration would be worse than none.
/// </summary>
internal sealed class TemplateHook : ITaskHook
{
    /// <summary>Of a template's source file: far above any configuration, far below what would trouble the agent.</summary>
    internal const int MaxSourceBytes = 8 * 1024 * 1024;

    private const int PieceBytes = 16 * 1024;
    private const string DefaultDelimiter = "{{";
    private const int PermissionBits = 0b111_111_111;
    private const UnixFileMode DefaultMode = (UnixFileMode)0b110_100_100;

    public string Name => "template";

    public async ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        foreach (var template in setup.Task.Templates.OrEmpty())
        {
            var text = template.EmbeddedTmpl.Length > 0 ? template.EmbeddedTmpl : await SourceAsync(setup, template, cancellation);
            var delimiter = template.LeftDelim.Length > 0 ? template.LeftDelim : DefaultDelimiter;
            if (text.Contains(delimiter, StringComparison.Ordinal))
                throw new TaskHookException($"template for \"{template.DestPath}\" has actions ({delimiter} …), which this client cannot render");
            Write(setup, template, text);
            if (template.Envvars)
                AddVariables(setup, text);
        }
    }

    private static async Task<string> SourceAsync(TaskSetup setup, Template template, CancellationToken cancellation)
    {
        var (root, relative) = Place(setup, template.SourcePath);
        using var folder = new BeneathRoot(root);
        await using var stream = folder.OpenFile(relative);
        // Counted while it is read: a length would not tell of a file that grows, or of a device.
        using var content = new MemoryStream();
        var piece = new byte[PieceBytes];
        while (await stream.ReadAsync(piece, cancellation) is > 0 and var count)
        {
            content.Write(piece, 0, count);
            if (content.Length > MaxSourceBytes)
                throw new TaskHookException($"template source \"{template.SourcePath}\" is longer than {MaxSourceBytes} bytes");
        }
        content.Position = 0;
        using var reader = new StreamReader(content);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static void Write(TaskSetup setup, Template template, string text)
    {
        var (root, relative) = Place(setup, template.DestPath);
        using var folder = new BeneathRoot(root);
        folder.WriteFile(relative, Encoding.UTF8.GetBytes(text), Mode(template.Perms));
    }

    // A path is the task's own or lies in the shared folder; everything else is refused.
    private static (string Root, string Relative) Place(TaskSetup setup, string path)
    {
        var expanded = setup.HostView.Expand(path);
        var home = setup.Folder.TaskDir(setup.Task.Name);
        var full = Path.GetFullPath(expanded, home);
        foreach (var root in (ReadOnlySpan<string>)[home, setup.Folder.Shared])
        {
            if (full.StartsWith(root + "/", StringComparison.Ordinal))
                return (root, full[(root.Length + 1)..]);
        }
        // As job files mean it, `/local/x` is the task's own folder.
        var inside = Path.GetFullPath(home + "/" + expanded);
        return Path.IsPathRooted(expanded) && inside.StartsWith(home + "/", StringComparison.Ordinal)
            ? (home, inside[(home.Length + 1)..])
            : throw new TaskHookException($"template path \"{path}\" escapes the alloc directory");
    }

    private static UnixFileMode Mode(string text) =>
        text.Length == 0 ? DefaultMode
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) && text.All(digit => digit is >= '0' and <= '7')
            // Set-user-id and its like would lend the agent's own rights to whoever runs the file.
            ? (UnixFileMode)(Convert.ToInt32(text, 8) & PermissionBits)
            : throw new TaskHookException($"template perms \"{text}\" must be octal, like 0644");

    private static void AddVariables(TaskSetup setup, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            var clean = line.Trim();
            if (clean.StartsWith("export ", StringComparison.Ordinal))
                clean = clean["export ".Length..].TrimStart();
            var equals = clean.IndexOf('=');
            if (equals <= 0 || clean[0] == '#')
                continue;
            var value = clean[(equals + 1)..].Trim();
            setup.TemplateVariables[clean[..equals].Trim()] = value is ['"' or '\'', .., '"' or '\''] ? value[1..^1] : value;
        }
    }
}
