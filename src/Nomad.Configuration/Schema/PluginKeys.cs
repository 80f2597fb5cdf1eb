namespace Nomad.Configuration.Schema;

/// <summary>Keys of the agent configuration, one a line: block, key (<c>-</c> for the block itself), type, and whether only old releases had it.</summary>
internal static class PluginKeys
{
    public const string Rows = """
        plugin - labelled
        plugin args list
        plugin config map
        plugin.raw_exec.config - block
        plugin.raw_exec.config enabled bool
        plugin.raw_exec.config denied_host_uids string
        plugin.raw_exec.config denied_host_gids string
        plugin.raw_exec.config denied_envvars list
        plugin.exec.config - block
        plugin.exec.config no_pivot_root bool
        plugin.exec.config default_pid_mode string
        plugin.exec.config default_ipc_mode string
        plugin.exec.config allow_caps list
        plugin.exec.config denied_host_uids string
        plugin.exec.config denied_host_gids string
        plugin.java.config - block
        plugin.java.config default_pid_mode string
        plugin.java.config default_ipc_mode string
        plugin.java.config allow_caps list
        plugin.qemu.config - block
        plugin.qemu.config image_paths list
        plugin.qemu.config args_allowlist list
        plugin.qemu.config emulators_allowlist list
        plugin.docker.config - block
        plugin.docker.config endpoint string
        plugin.docker.config.auth - block
        plugin.docker.config.auth config string
        plugin.docker.config.auth helper string
        plugin.docker.config.tls - block
        plugin.docker.config.tls cert path
        plugin.docker.config.tls key path
        plugin.docker.config.tls ca path
        plugin.docker.config allow_privileged bool
        plugin.docker.config allow_caps list
        plugin.docker.config allow_runtimes list
        plugin.docker.config nvidia_runtime string
        plugin.docker.config.volumes - block
        plugin.docker.config.volumes enabled bool
        plugin.docker.config.volumes selinuxlabel string
        plugin.docker.config.gc - block
        plugin.docker.config.gc image bool
        plugin.docker.config.gc image_delay duration
        plugin.docker.config.gc container bool
        plugin.docker.config.gc.dangling_containers - block
        plugin.docker.config.gc.dangling_containers enabled bool
        plugin.docker.config.gc.dangling_containers dry_run bool
        plugin.docker.config.gc.dangling_containers period duration
        plugin.docker.config.gc.dangling_containers creation_grace duration
        plugin.docker.config.logging - block
        plugin.docker.config.logging type string
        plugin.docker.config.logging config map
        plugin.docker.config extra_labels list
        plugin.docker.config infra_image string
        plugin.docker.config infra_image_pull_timeout duration
        plugin.docker.config image_pull_timeout duration
        plugin.docker.config pull_activity_timeout duration
        plugin.docker.config container_exists_attempts int
        plugin.docker.config oom_score_adj int
        plugin.docker.config pids_limit int
        plugin.docker.config disable_log_collection bool
        plugin.docker.config windows_allow_insecure_container_admin bool
        plugin.docker.config.allowed_modes - block
        plugin.docker.config.allowed_modes pid list
        plugin.docker.config.allowed_modes ipc list
        plugin.docker.config.allowed_modes userns list
        plugin.docker.config.allowed_modes uts list
        plugin.mock_driver.config - block
        plugin.mock_driver.config fs_isolation string
        plugin.mock_driver.config shutdown_periodic_after bool
        plugin.mock_driver.config shutdown_periodic_duration int
        plugin.raw_exec.config no_cgroups bool legacy
        """;
}
