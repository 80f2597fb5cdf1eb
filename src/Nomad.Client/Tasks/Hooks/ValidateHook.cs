using Nomad.Drivers;

namespace Nomad.Client.Tasks.Hooks;

/// <summary>Refuses users the operator does not want, and driver configurations with mistakes, before anything is made.</summary>
internal sealed class ValidateHook : ITaskHook
{
    private const string DefaultDeniedUsers = "root,Administrator";
    private const string DefaultCheckedDrivers = "exec,qemu,java";

    public string Name => "validate";

    public ValueTask PrestartAsync(TaskSetup setup, CancellationToken cancellation)
    {
        var drivers = List(setup.Options.Options.GetValueOrDefault("user.checked_drivers") ?? DefaultCheckedDrivers);
        var denied = List(setup.Options.Options.GetValueOrDefault("user.denylist") ?? setup.Options.Options.GetValueOrDefault("user.blacklist")
            ?? DefaultDeniedUsers);
        // As the driver will read it: with its names replaced, and of "user:group" the user.
        var user = setup.HostView.Expand(setup.Task.User).Split(':')[0];
        if (drivers.Contains(setup.Task.Driver) && (denied.Contains(user) || (denied.Contains("root") && uint.TryParse(user, out var id) && id == 0)))
            throw new TaskHookException($"running as user \"{user}\" is disallowed");
        try
        {
            setup.Driver.Validate(setup.Task.Config ?? new Dictionary<string, System.Text.Json.JsonElement>());
        }
        catch (DriverException problem)
        {
            throw new TaskHookException(problem.Message);
        }
        return ValueTask.CompletedTask;
    }

    private static string[] List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
