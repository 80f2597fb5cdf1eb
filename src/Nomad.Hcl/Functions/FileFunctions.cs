using System.Text;

namespace Nomad.Hcl.Functions;

/// <summary>Functions that read files or handle paths. Disabled as a whole when the job file comes over the network.</summary>
internal sealed class FileFunctions(HclFunctionEnvironment environment)
{
    private const long MaxFileBytes = 32 * 1024 * 1024;
    private const int MaxFiles = 10_000;

    public IReadOnlyList<HclFunction> All =>
    [
        Gated("abspath", path => HclValue.String(Path.GetFullPath(path))),
        Gated("basename", path => HclValue.String(PathText.Base(path))),
        Gated("dirname", path => HclValue.String(PathText.Directory(path))),
        Gated("pathexpand", path => HclValue.String(ExpandHome(path))),
        Gated("file", path => HclValue.String(ReadText(path))),
        Gated("filebase64", path => HclValue.String(Convert.ToBase64String(ReadBytes(path)))),
        Gated("fileexists", path => HclValue.Bool(FileExists(path))),
        new("fileset", [Arguments.Text("path"), Arguments.Text("pattern")], arguments => Guard(() => FileSet(arguments[0].AsString, arguments[1].AsString)))
        {
            ResultType = HclType.Set(HclType.String),
        },
    ];

    private HclFunction Gated(string name, Func<string, HclValue> call) =>
        new(name, [Arguments.Text("path")], arguments => Guard(() => call(arguments[0].AsString)));

    private HclValue Guard(Func<HclValue> call)
    {
        if (environment.BaseDirectory is null)
        {
            throw new HclFunctionException("filesystem function disabled");
        }

        try
        {
            return call();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new HclFunctionException(exception.Message, 0);
        }
    }

    private string ExpandHome(string path) => path switch
    {
        "~" => environment.HomeDirectory,
        ['~', '/', ..] => Path.Join(environment.HomeDirectory, path[2..]),
        ['~', ..] => throw new HclFunctionException("cannot expand user-specific home dir", 0),
        _ => path,
    };

    private string Resolve(string path) => Path.GetFullPath(ExpandHome(path), Path.GetFullPath(environment.BaseDirectory!));

    private byte[] ReadBytes(string path)
    {
        var full = Resolve(path);
        var file = new FileInfo(full);
        if (!file.Exists)
        {
            throw new HclFunctionException(Directory.Exists(full) ? $"{path} is a directory, not a file" : $"no file exists at {path}", 0);
        }

        return file.Length <= MaxFileBytes ? File.ReadAllBytes(full) : throw new HclFunctionException($"{path} is larger than {MaxFileBytes} bytes", 0);
    }

    private string ReadText(string path)
    {
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(ReadBytes(path));
        }
        catch (DecoderFallbackException)
        {
            throw new HclFunctionException($"contents of {path} are not valid UTF-8; use the filebase64 function to obtain the Base64 encoded contents", 0);
        }
    }

    private bool FileExists(string path)
    {
        var full = Resolve(path);
        return Directory.Exists(full) ? throw new HclFunctionException($"{path} is a directory, not a file", 0) : File.Exists(full);
    }

    private HclValue FileSet(string directory, string pattern)
    {
        var root = Resolve(directory);
        var glob = new GlobPattern(pattern);
        var found = new List<HclValue>();
        if (Directory.Exists(root))
        {
            foreach (var path in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
            {
                var relative = Path.GetRelativePath(root, path).Replace('\\', '/');
                if (glob.Matches(relative))
                {
                    found.Add(HclValue.String(relative));
                }

                if (found.Count > MaxFiles)
                {
                    throw new HclFunctionException($"more than {MaxFiles} files match", 1);
                }
            }
        }

        return HclValue.Set(HclType.String, found);
    }
}
