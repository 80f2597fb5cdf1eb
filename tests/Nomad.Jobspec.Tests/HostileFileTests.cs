using System.Diagnostics;
using System.Text;
using Xunit;

namespace Nomad.Jobspec.Tests;

/// <summary>Any text gives a document or diagnostics, soon.</summary>
public sealed class HostileFileTests
{
    private const int Files = 1500;

    /// <summary>Far above what any of these needs, so that a busy machine does not fail the test.</summary>
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(45);

    public static TheoryData<string> Names() => [.. Texts.Keys];

    private static readonly Dictionary<string, Func<string>> Texts = new()
    {
        ["empty"] = () => "",
        ["blank"] = () => " \n\t\n",
        ["binary"] = () => string.Concat(Enumerable.Range(0, 5000).Select(i => (char)(i * 7919 % 65536))),
        ["lone surrogates"] = () => "job \"\ud800\" { name = \"\udfff\" }",
        ["64 MB of one letter"] = () => new string('a', 64 * 1024 * 1024),
        ["4 MB of one letter"] = () => new string('a', 4_000_000),
        ["1 MB of quotes"] = () => new string('"', 1_000_000),
        ["1 MB of brackets"] = () => "job \"a\" { meta = " + new string('[', 1_000_000),
        ["1 MB of minus"] = () => "job \"a\" { priority = " + new string('-', 1_000_000) + "1 }",
        ["deep blocks"] = () => "job \"a\" " + string.Concat(Enumerable.Repeat("{ group \"g\" ", 100_000)),
        ["deep settings"] = () => Job("config " + string.Concat(Enumerable.Repeat("{\n a ", 150)) + "{}" + string.Concat(Enumerable.Repeat("\n}", 150))),
        ["deep json"] = () => string.Concat(Enumerable.Repeat("{\"job\":", 100_000)),
        ["open string"] = () => "job \"a\" { name = \"",
        ["open heredoc"] = () => "job \"a\" {\n name = <<EOF\nx\n",
        ["open template"] = () => "job \"a\" {\n name = \"${",
        ["cyclic locals"] = () => "locals {\n a = local.b\n b = local.a\n}\n" + Job(""),
        ["a local of itself"] = () => "locals {\n a = \"${local.a}x\"\n}\n" + Job(""),
        ["a variable of itself"] = () => "variable \"a\" {\n default = var.a\n}\n" + Job(""),
        ["locals in falling order"] = () => "locals {\n" + string.Concat(Enumerable.Range(0, 3000).Select(i => $" l{i} = local.l{i + 1}\n")) + " l3000 = 1\n}\n" + Job(""),
        ["locals that double"] = () => "locals {\n l0 = \"xxxxxxxx\"\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $" l{i} = \"${{local.l{i - 1}}}${{local.l{i - 1}}}\"\n")) + "}\n" + Job(""),
        ["lists that double"] = () => "locals {\n l0 = [1, 2]\n" + string.Concat(Enumerable.Range(1, 60).Select(i => $" l{i} = [local.l{i - 1}, local.l{i - 1}]\n")) + "}\n" + Job("config {\n a = local.l60\n}"),
        ["maps that double"] = () => "locals {\n l0 = { a = 1 }\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $" l{i} = {{ a = local.l{i - 1}, b = local.l{i - 1} }}\n")) + "}\n" + Job("config {\n a = local.l40\n}"),
        ["a dynamic block without end"] = () => Job("dynamic \"template\" {\n for_each = setproduct(range(1000), range(1000), range(1000))\n content {}\n}"),
        ["many unknown keys"] = () => "job \"a\" {\n" + string.Concat(Enumerable.Range(0, 20_000).Select(i => $" k{i} = 1\n")) + "}\n",
        ["a huge number"] = () => "job \"a\" {\n priority = 1e999999999\n}\n",
        ["a number of a million digits"] = () => "job \"a\" {\n priority = " + new string('9', 1_000_000) + "\n}\n",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_file_ends_soon_with_a_reason_or_a_document(string name)
    {
        var text = Texts[name]();
        var watch = Stopwatch.StartNew();
        var result = JobFileReader.Read(new JobFileSource { Text = text });
        Assert.True(watch.Elapsed < Soon, $"took {watch.Elapsed}");
        Assert.True(result.Document is not null || result.Diagnostics.Any(problem => problem.IsError));
    }

    [Fact]
    public void Mutated_files_give_a_document_or_a_reason()
    {
        var seeds = Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "examples"), "*.hcl").Concat(Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Files")))
            .Order(StringComparer.Ordinal).Select(File.ReadAllText).ToList();
        Seeds.Each(Files, seed =>
        {
            var random = new Random(seed);
            var text = Mutate(seeds[random.Next(seeds.Count)], random);
            try
            {
                var result = JobFileReader.Read(new JobFileSource { Text = text, Hcl1 = seed % 5 == 0, Json = seed % 11 == 0 });
                Assert.True(result.Document is not null || result.Diagnostics.Any(problem => problem.IsError));
            }
            catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
            {
                throw new InvalidOperationException("thrown for " + text, problem);
            }
        });
    }

    private static string Job(string task) => "job \"a\" {\n group \"g\" {\n task \"t\" {\n driver = \"raw_exec\"\n" + task + "\n}\n}\n}\n";

    private static string Mutate(string seed, Random random)
    {
        const string Odd = "{}[]()\"'$%\\=,:;#*/<\n\0é?.-!&|~ 01";
        var text = new StringBuilder(seed);
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(text.Length);
            var length = Math.Min(random.Next(1, 40), text.Length - at);
            switch (random.Next(4))
            {
                case 0:
                    text.Insert(at, Odd[random.Next(Odd.Length)]);
                    break;
                case 1:
                    text[at] = Odd[random.Next(Odd.Length)];
                    break;
                case 2:
                    text.Insert(random.Next(text.Length), text.ToString(at, length));
                    break;
                default:
                    text.Remove(at, Math.Min(length, text.Length - 1));
                    break;
            }
        }

        return text.ToString();
    }
}
