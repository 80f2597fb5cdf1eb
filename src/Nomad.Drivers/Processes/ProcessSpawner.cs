using System.Runtime.InteropServices;

namespace Nomad.Drivers.Processes;

/// <summary>
/// Starts programs without forking the runtime. What a child must inherit and posix_spawn cannot set (cgroup, network
/// namespace, user) is given to a thread of its own first: Linux keeps all three per thread, and the thread ends after the spawn.
/// </summary>
internal static unsafe class ProcessSpawner
{
    private const int SetUserCall = 117, SetGroupCall = 119, SetGroupsCall = 116;
    private const int ArmSetUserCall = 147, ArmSetGroupCall = 149, ArmSetGroupsCall = 159;

    /// <summary>The child becomes leader of a session. <paramref name="terminal"/> replaces the descriptors. Throws <see cref="DriverException"/>.</summary>
    public static int Start(Launch launch, ReadOnlySpan<int> descriptors, string? terminal = null)
    {
        var pid = 0;
        Exception? failure = null;
        var copies = descriptors.ToArray();
        Thread thread = new(() =>
        {
            try
            {
                Enter(launch);
                pid = Spawn(launch, copies, terminal);
            }
            catch (Exception e)
            {
                failure = e;
            }
        }, 256 * 1024)
        { IsBackground = true, Name = "spawn" };
        thread.Start();
        thread.Join();
        if (failure is not null)
            throw failure as DriverException ?? new DriverException($"failed to launch command {launch.Path}: {failure.Message}", inner: failure);
        Settle(launch, pid);
        return pid;
    }

    private static void Enter(Launch launch)
    {
        foreach (var cgroup in launch.Cgroups)
        {
            // A v1 "tasks" file moves the one thread that writes 0; v2 moves whole processes only (see Settle).
            var tasks = Path.Combine(cgroup, "tasks");
            if (File.Exists(tasks))
                File.WriteAllText(tasks, "0");
        }

        if (launch.NetworkNamespace is { } network)
        {
            var descriptor = Native.Open(network, Native.OpenReadOnly | Native.OpenCloseOnExec);
            if (descriptor < 0 || Native.SetNamespace(descriptor, Native.CloneNewNetwork) != 0)
                throw Failure($"failed to enter network namespace {network}", Marshal.GetLastPInvokeError());
            _ = Native.Close(descriptor);
        }

        if (launch.HideUnifiedCgroups)
            HideUnifiedCgroups();
        if (launch.User is { } user)
            Become(user);
    }

    /// <summary>
    /// In mounts of its own the thread takes the v2 hierarchy away. All other mounts stay shared with the host's, so that what tasks
    /// mount for the host, or the host for them, still arrives.
    /// </summary>
    private static void HideUnifiedCgroups()
    {
        if (Native.Unshare(Native.ShareFiles | Native.NewMountNamespace) != 0
            || Native.Mount(null, Cgroups.Root, null, Native.PrivateMount, 0) != 0
            || Native.Unmount(Cgroups.UnifiedBeside, Native.DetachedUnmount) != 0)
            throw Failure($"failed to hide {Cgroups.UnifiedBeside} from the container runtime", Marshal.GetLastPInvokeError());
    }

    private static void Become(UserIds user)
    {
        var arm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
        var groups = user.Groups.ToArray();
        fixed (uint* first = groups)
        {
            // Raw calls: glibc's wrappers would change every thread of the supervisor.
            if (Native.SystemCall(arm ? ArmSetGroupsCall : SetGroupsCall, groups.Length, (nint)first, 0) != 0
                || Native.SystemCall(arm ? ArmSetGroupCall : SetGroupCall, (nint)user.Group, (nint)user.Group, (nint)user.Group) != 0
                || Native.SystemCall(arm ? ArmSetUserCall : SetUserCall, (nint)user.User, (nint)user.User, (nint)user.User) != 0)
                throw Failure($"failed to set user to {user.User}:{user.Group}", Marshal.GetLastPInvokeError());
        }
    }

    private static int Spawn(Launch launch, int[] descriptors, string? terminal)
    {
        var actions = stackalloc byte[Native.OpaqueBytes];
        var attributes = stackalloc byte[Native.OpaqueBytes];
        var signals = stackalloc byte[Native.OpaqueBytes];
        using NativeTexts arguments = new([launch.Path, .. launch.Arguments]);
        using NativeTexts environment = new([.. launch.Environment.Select(pair => $"{pair.Key}={pair.Value}")]);
        using NativeTexts texts = new([launch.Path, launch.Directory, terminal ?? ""]);
        _ = Native.ActionsInit(actions);
        _ = Native.AttributesInit(attributes);
        try
        {
            _ = Native.AttributesFlags(attributes, Native.SpawnSetSession | Native.SpawnSetDefaultSignals | Native.SpawnSetSignalMask);
            _ = Native.FillSignals(signals);
            _ = Native.AttributesDefaultSignals(attributes, signals);
            _ = Native.EmptySignals(signals);
            _ = Native.AttributesSignalMask(attributes, signals);
            if (terminal is not null)
            {
                // The first terminal that a session leader opens becomes its controlling one.
                _ = Native.ActionsOpen(actions, 0, texts.Pointers[2], Native.OpenReadWrite, 0);
                descriptors = [0, 0, 0];
            }

            for (var i = terminal is null ? 0 : 1; i < descriptors.Length; i++)
                _ = Native.ActionsDuplicate(actions, descriptors[i], i);
            _ = Native.ActionsDirectory(actions, texts.Pointers[1]);
            int pid;
            var error = Native.Spawn(&pid, texts.Pointers[0], actions, attributes, arguments.Pointers, environment.Pointers);
            return error == 0 ? pid : throw Failure($"failed to launch command with executor: rpc error: code = Unknown desc = failed to start command path=\"{launch.Path}\" --- args=[{string.Join(' ', launch.Arguments)}]", error);
        }
        finally
        {
            _ = Native.ActionsDestroy(actions);
            _ = Native.AttributesDestroy(attributes);
        }
    }

    private static void Settle(Launch launch, int pid)
    {
        try
        {
            if (launch.OomScoreAdjust is { } score)
                File.WriteAllText($"/proc/{pid}/oom_score_adj", score.ToString(System.Globalization.CultureInfo.InvariantCulture));
            foreach (var cgroup in launch.Cgroups)
            {
                if (!File.Exists(Path.Combine(cgroup, "tasks")))
                    File.WriteAllText(Path.Combine(cgroup, "cgroup.procs"), pid.ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
        }
        catch (IOException) when (!Directory.Exists($"/proc/{pid}"))
        {
            // It has ended already: nothing is left to place.
        }
        catch (IOException)
        {
            // A zombie refuses both writes; a refused score must not fail the task.
        }
    }

    private static DriverException Failure(string what, int error) => new($"{what}: {Marshal.GetPInvokeErrorMessage(error)}");
}
