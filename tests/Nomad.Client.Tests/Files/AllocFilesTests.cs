using Nomad.Client.Files;
using Nomad.Client.Logs;
using Nomad.Rpc;

namespace Nomad.Client.Tests.Files;

public sealed class AllocFilesTests
{
    [Theory]
    [InlineData("../outside")]
    [InlineData("alloc/../../outside")]
    [InlineData("web/local/link-out")]
    [InlineData("web/local/link-up/outside")]
    [InlineData("web/local/absolute")]
    public async Task Nothing_outside_the_allocation_can_be_read(string path)
    {
        using var scratch = new Scratch();
        var files = Make(scratch);
        await Assert.ThrowsAnyAsync<RpcException>(() => ReadAsync(files, path));
        Assert.ThrowsAny<RpcException>(() => files.Stat(path));
    }

    [Theory]
    [InlineData("web/secrets/token")]
    [InlineData("/web/SECRETS/token")]
    [InlineData("web/private/vault_token")]
    [InlineData("web/./secrets")]
    [InlineData("web/local/../secrets/token")]
    [InlineData("web/local/to-secret")]
    public async Task Secrets_are_refused_by_any_name(string path)
    {
        using var scratch = new Scratch();
        var problem = await Assert.ThrowsAnyAsync<RpcException>(() => ReadAsync(Make(scratch), path));
        Assert.Equal(403, problem.Code);
    }

    [Fact]
    public async Task Files_are_listed_described_and_read()
    {
        using var scratch = new Scratch();
        var files = Make(scratch);
        Assert.Equal(["alloc", "web"], files.List("/").Select(file => file.Name));
        Assert.Equal("hello", await ReadAsync(files, "/web/local/a.txt"));
        Assert.Equal("ell", await ReadAsync(files, "web/local/a.txt", 1, 3));
        var info = files.Stat("web/local/a.txt");
        Assert.Equal(("a.txt", 5L, false, "text/plain; charset=utf-8"), (info.Name, info.Size, info.IsDir, info.ContentType));
        Assert.True(files.Stat("web").IsDir);
        Assert.Equal(files.Stat("web/local").Size, files.List("web").Single(entry => entry.Name == "local").Size);
        Assert.Equal("hello", await ReadAsync(files, "web/local/inside"));
        Assert.Equal(404, (await Assert.ThrowsAnyAsync<RpcException>(() => ReadAsync(files, "web/local/none"))).Code);
    }

    [Fact]
    public void Templates_replace_a_planted_link_instead_of_following_it()
    {
        using var scratch = new Scratch();
        Make(scratch);
        using (var root = new BeneathRoot(Path.Combine(scratch.Path, "alloc-1/web")))
        {
            root.WriteFile("local/link-out", "new"u8, UnixFileMode.UserRead);
            Assert.ThrowsAny<UnauthorizedAccessException>(() => root.WriteFile("local/link-up/outside", "new"u8, UnixFileMode.UserRead));
        }
        Assert.Equal("no", File.ReadAllText(Path.Combine(scratch.Path, "outside")));
        Assert.Equal("new", File.ReadAllText(Path.Combine(scratch.Path, "alloc-1/web/local/link-out")));
    }

    [Theory]
    [InlineData("start", 0, "onetwothree")]
    [InlineData("start", 4, "wothree")]
    [InlineData("end", 5, "three")]
    [InlineData("end", 8, "twothree")]
    [InlineData("end", 99, "onetwothree")]
    [InlineData("start", 99, "")]
    public async Task Rotated_logs_read_as_one(string origin, long offset, string expected)
    {
        using var scratch = new Scratch();
        var files = Make(scratch);
        Assert.Equal(expected, await LogAsync(files, new LogStreamRequest("web", "stdout", offset, origin)));
    }

    [Fact]
    public async Task Following_a_log_goes_over_rotations_and_ends_with_the_task()
    {
        using var scratch = new Scratch();
        var files = Make(scratch);
        var ended = false;
        var text = new System.Text.StringBuilder();
        await foreach (var frame in new LogReader(files, TimeProvider.System).StreamAsync(
            new LogStreamRequest("web", "stdout", 0, "start", Follow: true), () => ended, CancellationToken.None))
        {
            text.Append(System.Text.Encoding.UTF8.GetString(frame.Data ?? []));
            if (text.ToString() == "onetwothree")
                scratch.File("alloc-1/alloc/logs/web.stdout.13", "four");
            if (text.ToString().EndsWith("four", StringComparison.Ordinal))
                ended = true;
        }
        Assert.Equal("onetwothreefour", text.ToString());
    }

    private static AllocFiles Make(Scratch scratch)
    {
        scratch.File("outside", "no");
        scratch.File("alloc-1/web/local/a.txt", "hello");
        scratch.File("alloc-1/web/secrets/token", "s");
        scratch.File("alloc-1/web/private/vault_token", "s");
        scratch.File("alloc-1/alloc/logs/web.stdout.9", "one");
        scratch.File("alloc-1/alloc/logs/web.stdout.10", "two");
        scratch.File("alloc-1/alloc/logs/web.stdout.11", "three");
        scratch.File("alloc-1/alloc/logs/web.stderr.0", "err");
        var local = Path.Combine(scratch.Path, "alloc-1/web/local");
        File.CreateSymbolicLink(Path.Combine(local, "link-out"), "../../../outside");
        File.CreateSymbolicLink(Path.Combine(local, "link-up"), "../../..");
        File.CreateSymbolicLink(Path.Combine(local, "absolute"), "/etc/passwd");
        File.CreateSymbolicLink(Path.Combine(local, "inside"), "a.txt");
        File.CreateSymbolicLink(Path.Combine(local, "to-secret"), "../secrets/token");
        return new AllocFiles(Path.Combine(scratch.Path, "alloc-1"));
    }

    private static async Task<string> ReadAsync(AllocFiles files, string path, long offset = 0, long limit = 0)
    {
        var text = "";
        await foreach (var block in files.ReadAsync(path, offset, limit, CancellationToken.None))
            text += System.Text.Encoding.UTF8.GetString(block.Span);
        return text;
    }

    private static async Task<string> LogAsync(AllocFiles files, LogStreamRequest request)
    {
        var text = "";
        await foreach (var frame in new LogReader(files, TimeProvider.System).StreamAsync(request, () => false, CancellationToken.None))
            text += System.Text.Encoding.UTF8.GetString(frame.Data ?? []);
        return text;
    }
}
