namespace Nomad.Jobspec.Schema;

/// <summary>Keys of a task and what is inside.</summary>
internal static class TaskTable
{
    public const string Text = """
        [task]
        - s Name
        driver s Driver
        user s User
        lifecycle 1 Lifecycle
        config {any} Config
        constraint * Constraints
        affinity * Affinities
        env {s} Env
        service * Services
        resources 1 Resources
        restart 1 RestartPolicy
        meta {s} Meta
        kill_timeout d? KillTimeout
        logs 1 LogConfig
        artifact * Artifacts
        vault 1 Vault
        consul 1 Consul
        template * Templates
        dispatch_payload 1 DispatchPayload
        volume_mount * VolumeMounts
        csi_plugin 1 CSIPluginConfig
        leader b Leader
        shutdown_delay d ShutdownDelay
        kill_signal s KillSignal
        kind s Kind
        scaling L ScalingPolicies task_scaling
        secret L Secrets
        - s? Identity
        identity * Identities
        action L Actions
        schedule 1 Schedule
        [task_scaling]
        - s Type
        min i? Min
        max i?! Max
        policy {any} Policy
        enabled b? Enabled
        type s? :type
        [lifecycle]
        hook s! Hook
        sidecar b Sidecar
        [resources]
        cpu i? CPU
        cores i? Cores
        memory i? MemoryMB
        memory_max i? MemoryMaxMB
        disk i? DiskMB
        network * Networks
        device L Devices
        numa 1 NUMA
        secrets i? SecretsMB
        iops i? IOPS
        [numa]
        affinity s Affinity
        devices [s] Devices
        [device]
        - s Name
        count i? Count
        constraint * Constraints
        affinity * Affinities
        [network]
        mode s Mode
        device s Device
        cidr s CIDR
        ip s IP
        dns 1 DNS
        port L :port
        reserved_ports L :reserved_ports port
        - s? ReservedPorts
        - s? DynamicPorts
        hostname s Hostname
        mbits i? MBits
        cni 1 CNI
        [port]
        - s Label
        static i Value
        to i To
        host_network s HostNetwork
        ignore_collision b IgnoreCollision
        [dns]
        servers [s] Servers
        searches [s] Searches
        options [s] Options
        [cni]
        args {s} Args
        [logs]
        max_files i? MaxFiles
        max_file_size i? MaxFileSizeMB
        enabled b? Enabled
        disabled b? Disabled
        [artifact]
        source s? GetterSource
        options {s} GetterOptions
        headers {s} GetterHeaders
        mode s? GetterMode
        insecure b? GetterInsecure
        destination s? RelativeDest
        chown b Chown
        [vault]
        policies [s] Policies
        role s Role
        namespace s? Namespace
        cluster s Cluster
        env b? Env
        disable_file b? DisableFile
        change_mode s? ChangeMode
        change_signal s? ChangeSignal
        allow_token_expiration b? AllowTokenExpiration
        [consul]
        namespace s Namespace
        cluster s Cluster
        partition s Partition
        [template]
        source s? SourcePath
        destination s? DestPath
        data s? EmbeddedTmpl
        change_mode s? ChangeMode
        change_script 1 ChangeScript
        change_signal s? ChangeSignal
        once b? Once
        splay d? Splay
        perms s? Perms
        uid i? Uid
        gid i? Gid
        left_delimiter s? LeftDelim
        right_delimiter s? RightDelim
        env b? Envvars
        vault_grace d? VaultGrace
        wait 1 Wait
        error_on_missing_key b? ErrMissingKey
        [change_script]
        command s! Command
        args [s] Args
        timeout d? Timeout
        fail_on_error b! FailOnError
        run_on_first_render b? RunOnFirstRender
        [wait]
        min d! Min
        max d! Max
        [dispatch_payload]
        file s File
        [volume_mount]
        volume s? Volume
        destination s? Destination
        read_only b? ReadOnly
        propagation_mode s? PropagationMode
        selinux_label s? SELinuxLabel
        [csi_plugin]
        id s ID
        type s Type
        mount_dir s MountDir
        stage_publish_base_dir s StagePublishBaseDir
        health_timeout d HealthTimeout
        [secret]
        - s Name
        provider s Provider
        path s Path
        config {any} Config
        env {s} Env
        [identity]
        name s Name
        aud [s] Audience
        change_mode s ChangeMode
        change_signal s ChangeSignal
        env b Env
        file b File
        filepath s Filepath
        service_name s ServiceName
        ttl d TTL
        extra_claims [s] ExtraClaims
        [action]
        - s Name
        command s! Command
        args [s] Args
        [schedule]
        cron 1 Cron
        [cron]
        start s Start
        end s End
        timezone s Timezone
        """;
}
