namespace Nomad.Drivers.Processes;

/// <summary>Users and groups of the host that no task may run as: lists like <c>0,5-9</c> from a driver's plugin block.</summary>
internal sealed class DeniedAccounts
{
    private const string UserKey = "denied_host_uids", GroupKey = "denied_host_gids";

    private readonly IReadOnlyList<(uint First, uint Last)> _users, _groups;

    private DeniedAccounts(IReadOnlyList<(uint First, uint Last)> users, IReadOnlyList<(uint First, uint Last)> groups) => (_users, _groups) = (users, groups);

    public static ConfigField[] Fields { get; } = [new(UserKey, ConfigKind.Text), new(GroupKey, ConfigKind.Text)];

    /// <summary>Throws <see cref="DriverException"/> for a list that cannot be read: a typing error must not open what was to be closed.</summary>
    public static DeniedAccounts Read(TaskOptions plugin) => new(Ranges(plugin, UserKey), Ranges(plugin, GroupKey));

    /// <summary>Throws when the user, its group or any further group of it is denied.</summary>
    public void Check(UserIds account)
    {
        if (Holds(_users, account.User))
            throw new DriverException($"running as uid {account.User} is disallowed");
        foreach (var group in account.Groups.Prepend(account.Group))
        {
            if (Holds(_groups, group))
                throw new DriverException($"running as gid {group} is disallowed");
        }
    }

    private static bool Holds(IReadOnlyList<(uint First, uint Last)> ranges, uint id) => ranges.Any(range => id >= range.First && id <= range.Last);

    private static IReadOnlyList<(uint First, uint Last)> Ranges(TaskOptions plugin, string key)
    {
        List<(uint First, uint Last)> ranges = [];
        var text = plugin.Text(key);
        if (text.Trim().Length == 0)
            return ranges;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-', StringSplitOptions.TrimEntries);
            if (ends.Length > 2 || !Number(ends[0], out var first) || !Number(ends[^1], out var last))
                throw new DriverException($"{key}: \"{part.Trim()}\" in \"{text}\" is not an id or a range of ids such as 0,5-9");
            if (first > last)
                throw new DriverException($"{key}: \"{part.Trim()}\" in \"{text}\": the lower bound must not be greater than the upper bound");
            ranges.Add((first, last));
        }

        return ranges;
    }

    private static bool Number(string text, out uint number) =>
        uint.TryParse(text, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out number);
}
