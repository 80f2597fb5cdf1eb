using System.Globalization;

namespace Nomad.Drivers.Supervision;

/// <summary>Output in numbered files of bounded size, <c>&lt;prefix&gt;.0</c> first; the oldest go. One thread at a time.</summary>
internal sealed class RotatedFile : IDisposable
{
    /// <summary>How far back from a full file's end a line break is looked for.</summary>
    private const int NewlineReach = 32 * 1024;

    private readonly string _prefix;
    private readonly int _maxFiles;
    private readonly long _maxBytes;
    private FileStream? _file;
    private int _index;
    private bool _atLineStart = true;

    public RotatedFile(string prefix, int maxFiles, long maxBytes)
    {
        (_prefix, _maxFiles, _maxBytes) = (prefix, Math.Max(1, maxFiles), Math.Max(1, maxBytes));
        Directory.CreateDirectory(Path.GetDirectoryName(prefix)!);
        _index = Indexes().DefaultIfEmpty(0).Max();
        _file = Open();
    }

    /// <summary>A full disk or a removed directory loses output; it never stops the task.</summary>
    public void Write(ReadOnlySpan<byte> data)
    {
        try
        {
            while (data.Length > 0)
            {
                _file ??= Open();
                var room = _maxBytes - _file.Length;
                if (data.Length <= room)
                {
                    _file.Write(data);
                    _atLineStart = data[^1] == '\n';
                    return;
                }

                var cut = (int)Math.Max(0, room);
                var newline = data[..cut].LastIndexOf((byte)'\n');
                if (newline >= 0 && cut - newline <= NewlineReach)
                    cut = newline + 1;
                else if (_atLineStart && cut <= NewlineReach && _file.Length > 0)
                    cut = 0;
                _file.Write(data[..cut]);
                data = data[cut..];
                Rotate();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _file?.Dispose();
            _file = null;
        }
    }

    public void Dispose() => _file?.Dispose();

    private void Rotate()
    {
        _file?.Dispose();
        _file = null;
        _index++;
        _file = Open();
        foreach (var old in Indexes().Where(index => index <= _index - _maxFiles).ToList())
            File.Delete($"{_prefix}.{old}");
    }

    private FileStream Open() => new($"{_prefix}.{_index}", new FileStreamOptions
    {
        Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0,
        UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
    });

    private IEnumerable<int> Indexes() => Directory.EnumerateFiles(Path.GetDirectoryName(_prefix)!, Path.GetFileName(_prefix) + ".*")
        .Select(path => int.TryParse(Path.GetExtension(path).AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
        .Where(index => index >= 0);
}
