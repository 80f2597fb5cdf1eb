using System.Globalization;

namespace Nomad.Drivers.Processes;

/// <summary>Users from /etc/passwd and /etc/group.</summary>
internal static class Accounts
{
    /// <summary>Reads <c>name</c>, <c>uid</c> or <c>uid:gid</c>; throws <see cref="DriverException"/> for an unknown one.</summary>
    public static UserIds Find(string user)
    {
        var (name, group) = user.Split(':', 2) is [var first, var second] ? (first, second) : (user, null);
        foreach (var line in File.ReadLines("/etc/passwd"))
        {
            var fields = line.Split(':');
            if (fields.Length >= 4 && (fields[0] == name || fields[2] == name))
            {
                var gid = group is null ? uint.Parse(fields[3], CultureInfo.InvariantCulture) : GroupId(group);
                return new UserIds(uint.Parse(fields[2], CultureInfo.InvariantCulture), gid, [gid, .. Memberships(fields[0]).Where(id => id != gid)]);
            }
        }

        return uint.TryParse(name, out var number) ? new UserIds(number, group is null ? number : GroupId(group), [])
            : throw new DriverException($"failed to identify user {user}: user: unknown user {user}");
    }

    private static uint GroupId(string group) => uint.TryParse(group, out var number) ? number
        : File.ReadLines("/etc/group").Select(line => line.Split(':')).FirstOrDefault(fields => fields[0] == group) is [_, _, var id, ..]
            ? uint.Parse(id, CultureInfo.InvariantCulture)
            : throw new DriverException($"failed to identify group {group}: group: unknown group {group}");

    private static IEnumerable<uint> Memberships(string name) => File.ReadLines("/etc/group").Select(line => line.Split(':'))
        .Where(fields => fields.Length == 4 && fields[3].Split(',').Contains(name))
        .Select(fields => uint.Parse(fields[2], CultureInfo.InvariantCulture));
}
