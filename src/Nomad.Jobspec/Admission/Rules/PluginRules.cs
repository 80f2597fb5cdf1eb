using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a task that is a CSI plugin.</summary>
internal static class PluginRules
{
    public static void Check(TaskCSIPluginConfig plugin, ErrorList errors)
    {
        errors.If(plugin.ID.Length == 0, "CSIPluginConfig must have a non-empty PluginID");
        errors.If(plugin.Type is not (CsiPluginTypes.Node or CsiPluginTypes.Controller or CsiPluginTypes.Monolith),
            $"CSIPluginConfig PluginType must be one of 'node', 'controller', or 'monolith', got: \"{plugin.Type}\"");
        errors.If(plugin.MountDir.Length > 0 && IsInside(plugin.StagePublishBaseDir, plugin.MountDir),
            $"CSIPluginConfig StagePublishBaseDir must not be a subdirectory of MountDir, got: StagePublishBaseDir=\"{plugin.StagePublishBaseDir}\" MountDir=\"{plugin.MountDir}\"");
        errors.If(plugin.HealthTimeout.Nanoseconds < 0, "CSIPluginConfig HealthTimeout must not be negative");
    }

    private static bool IsInside(string path, string directory) =>
        (path.TrimEnd('/') + "/").StartsWith(directory.TrimEnd('/') + "/", StringComparison.Ordinal);
}
