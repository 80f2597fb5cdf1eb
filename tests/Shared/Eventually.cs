namespace Nomad.Testing;

/// <summary>What will be true, at a time that is the machine's business.</summary>
internal static class Eventually
{
    /// <summary>Only a test that fails waits so long. A machine with much to do may stand still for many seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(5);

    /// <summary>Looks until the condition holds, and fails when patience is over.</summary>
    public static async Task TrueAsync(Func<bool> condition, Func<string> what)
    {
        var end = DateTime.UtcNow + Patience;
        while (!condition())
        {
            Assert.True(DateTime.UtcNow < end, $"waited {Patience.TotalSeconds} s in vain: {what()}");
            await Task.Delay(BetweenLooks);
        }
    }

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(condition, () => what);
}
