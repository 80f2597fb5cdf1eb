using Nomad.Api;
using Nomad.Cli.Invocation;

namespace Nomad.Cli.Output;

/// <summary>Lists that come in pages.</summary>
internal static class Paging
{
    public static IReadOnlyList<Flag> Flags { get; } =
    [
        Flag.Number("per-page", "n", "Rows a page."), Flag.Text("page-token", "token", "Where the page starts."),
        Flag.Text("filter", "expression", "Only rows for which the expression holds."),
    ];

    public static Query Of(CommandCall call) =>
        new() { PerPage = (int)call.Flags.Number("per-page"), NextToken = call.Flags.Text("page-token"), Filter = call.Flags.Text("filter") };

    /// <summary>Says how to get the next page, when there is one.</summary>
    public static void More(CommandCall call, string token)
    {
        if (token.Length > 0)
            call.Line($"\nResults have been paginated. To get the next page run:\n\nnomad {string.Join(' ', call.Words)} -page-token {token}");
    }
}
