namespace Nomad.Jobspec.Schema;

/// <summary>Keys of job, group and their policies.</summary>
internal static class JobTable
{
    public const string Text = """
        [job]
        id s? ID
        name s? Name
        region s? Region
        namespace s? Namespace
        type s? Type
        priority i? Priority
        all_at_once b? AllAtOnce
        datacenters [s] Datacenters
        node_pool s? NodePool
        constraint * Constraints
        affinity * Affinities
        spread * Spreads
        group L TaskGroups
        task L :Tasks
        update 1 Update
        multiregion 1 Multiregion
        periodic 1 Periodic
        parameterized 1 ParameterizedJob
        reschedule 1 Reschedule
        migrate 1 Migrate
        meta {s} Meta
        ui 1 UI
        vault * :Vaults
        secret L :Secrets
        consul_token s? ConsulToken
        vault_token s? VaultToken
        - s? Stop
        - s? ParentID
        - b Dispatched
        - s? DispatchIdempotencyToken
        - s? Payload
        - s? ConsulNamespace
        - s? VaultNamespace
        - s? NomadTokenID
        - s? Status
        - s? StatusDescription
        - s? Stable
        - s? Version
        - s? SubmitTime
        - s? CreateIndex
        - s? ModifyIndex
        - s? JobModifyIndex
        - s? VersionTag
        [ui]
        description s Description
        link * Links
        [link]
        label s Label
        url s Url
        [group]
        - s? Name
        count i? Count
        constraint * Constraints
        affinity * Affinities
        spread * Spreads
        near *~ Near
        task L Tasks
        volume M Volumes
        restart 1 RestartPolicy
        disconnect 1 Disconnect
        reschedule 1 ReschedulePolicy
        ephemeral_disk 1 EphemeralDisk
        update 1 Update
        migrate 1 Migrate
        network * Networks
        meta {s} Meta
        service * Services
        shutdown_delay d? ShutdownDelay
        max_run_duration d? MaxRunDuration
        stop_after_client_disconnect d? StopAfterClientDisconnect
        max_client_disconnect d? MaxClientDisconnect
        prevent_reschedule_on_lost b? PreventRescheduleOnLost
        depends_on *~ DependsOn
        scaling 1 Scaling
        consul 1 Consul
        vault 1 :Vault
        secret L :Secrets
        [constraint]
        attribute s LTarget
        value s RTarget
        operator s Operand
        distinct_hosts s? :distinct_hosts
        distinct_property s? :distinct_property
        regexp s? :regexp
        version s? :version
        semver s? :semver
        set_contains s? :set_contains
        set_contains_all s? :set_contains_all
        set_contains_any s? :set_contains_any
        is_set s? :is_set
        is_not_set s? :is_not_set
        [affinity]
        attribute s LTarget
        value s RTarget
        operator s Operand
        weight i? Weight
        regexp s? :regexp
        version s? :version
        semver s? :semver
        set_contains s? :set_contains
        set_contains_all s? :set_contains_all
        set_contains_any s? :set_contains_any
        [near]
        job s Job
        group s Group
        attribute s Attribute
        weight i? Weight
        required b Required
        [spread]
        attribute s Attribute
        weight i? Weight
        target L SpreadTarget
        [target]
        - s Value
        percent i Percent
        [update]
        stagger d? Stagger
        max_parallel i? MaxParallel
        health_check s? HealthCheck
        min_healthy_time d? MinHealthyTime
        healthy_deadline d? HealthyDeadline
        progress_deadline d? ProgressDeadline
        canary i? Canary
        auto_revert b? AutoRevert
        auto_promote b? AutoPromote
        [migrate]
        max_parallel i? MaxParallel
        health_check s? HealthCheck
        min_healthy_time d? MinHealthyTime
        healthy_deadline d? HealthyDeadline
        [restart]
        interval d? Interval
        attempts i? Attempts
        delay d? Delay
        mode s? Mode
        render_templates b? RenderTemplates
        on_success b? :on_success
        [reschedule]
        attempts i? Attempts
        interval d? Interval
        delay d? Delay
        delay_function s? DelayFunction
        max_delay d? MaxDelay
        unlimited b? Unlimited
        [disconnect]
        lost_after d? LostAfter
        stop_on_client_after d? StopOnClientAfter
        replace b? Replace
        reconcile s? Reconcile
        [ephemeral_disk]
        sticky b? Sticky
        migrate b? Migrate
        size i? SizeMB
        [depends_on]
        group s Group
        job s Job
        condition s Condition
        [concurrency]
        limit i Limit
        overflow s Overflow
        [periodic]
        enabled b? Enabled
        cron s? Spec
        crons [s] Specs
        - s? SpecType
        prohibit_overlap b? ProhibitOverlap
        time_zone s? TimeZone
        missed s?~ Missed
        concurrency 1~ Concurrency
        [parameterized]
        payload s Payload
        meta_required [s] MetaRequired
        meta_optional [s] MetaOptional
        concurrency 1~ Concurrency
        [multiregion]
        strategy 1 Strategy
        region L Regions
        [strategy]
        max_parallel i? MaxParallel
        on_failure s? OnFailure
        [region]
        - s Name
        count i? Count
        datacenters [s] Datacenters
        node_pool s NodePool
        meta {s} Meta
        [volume]
        - s Name
        type s Type
        source s Source
        read_only b ReadOnly
        sticky b Sticky
        access_mode s AccessMode
        attachment_mode s AttachmentMode
        mount_options 1 MountOptions
        per_alloc b PerAlloc
        [mount_options]
        fs_type s FSType
        mount_flags [s] MountFlags
        [scaling]
        min i? Min
        max i?! Max
        policy {any} Policy
        enabled b? Enabled
        type s Type
        """;
}
