using System.Globalization;
using Nomad.Drivers.Processes;

namespace Nomad.Drivers.Supervision;

/// <summary>Output in numbered files of bounded size, <c>&lt;prefix&gt;.0</c> first; the oldest go. One thread at a time.</summary>
internal sealed class RotatedFile : IDisposable
{
    /// <summary>How far back from a full file's end a line break is looked for.</summary>
    private const int NewlineReach = 32 * 1024;

    private readonly string _prefix;
    private readonly int _maxFiles;
    private readonly long _maxBytes;
    private LogFolder? _folder;
    private FileStream? _file;
    private int _index;
    private bool _atLineStart = true;

    public RotatedFile(string prefix, int maxFiles, long maxBytes)
    {
        (_prefix, _maxFiles, _maxBytes) = (prefix, Math.Max(1, maxFiles), Math.Max(1, maxBytes));
        try
        {
            _file = Open();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Tried again with the first output.
        }
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
            Dispose();
            (_file, _folder) = (null, null);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _folder?.Dispose();
    }

    private void Rotate()
    {
        _file?.Dispose();
        _file = null;
        _index++;
        _file = Open();
        foreach (var old in Indexes(_folder!).Where(index => index <= _index - _maxFiles).ToList())
            _folder!.Delete($"{Path.GetFileName(_prefix)}.{old}");
    }

    private FileStream Open()
    {
        if (_folder is null)
        {
            _folder = LogFolder.Open(Path.GetDirectoryName(_prefix)!);
            _index = Indexes(_folder).DefaultIfEmpty(0).Max();
        }

        return _folder.OpenToAppend($"{Path.GetFileName(_prefix)}.{_index}");
    }

    private IEnumerable<int> Indexes(LogFolder folder)
    {
        var start = Path.GetFileName(_prefix) + ".";
        return folder.Names().Where(name => name.StartsWith(start, StringComparison.Ordinal))
            .Select(name => int.TryParse(name.AsSpan(start.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1)
            .Where(index => index is >= 0 and < int.MaxValue);
    }
}
