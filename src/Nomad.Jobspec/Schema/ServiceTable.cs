namespace Nomad.Jobspec.Schema;

/// <summary>Keys of a service, its checks and its mesh.</summary>
internal static class ServiceTable
{
    public const string Text = """
        [service]
        name s Name
        tags [s] Tags
        canary_tags [s] CanaryTags
        enable_tag_override b EnableTagOverride
        port s PortLabel
        address_mode s AddressMode
        address s Address
        check * Checks
        check_restart 1 CheckRestart
        connect 1 Connect
        meta {s} Meta
        canary_meta {s} CanaryMeta
        tagged_addresses {s} TaggedAddresses
        task s TaskName
        on_update s OnUpdate
        identity 1 Identity
        weights 1 Weights
        provider s Provider
        cluster s Cluster
        kind s Kind
        [weights]
        passing i Passing
        warning i Warning
        [check]
        name s Name
        type s Type
        command s Command
        args [s] Args
        path s Path
        protocol s Protocol
        port s PortLabel
        expose b Expose
        address_mode s AddressMode
        advertise s Advertise
        interval d Interval
        timeout d Timeout
        initial_status s InitialStatus
        notes s Notes
        tls_server_name s TLSServerName
        tls_skip_verify b TLSSkipVerify
        header {[s]} Header
        method s Method
        check_restart 1 CheckRestart
        grpc_service s GRPCService
        grpc_use_tls b GRPCUseTLS
        task s TaskName
        success_before_passing i SuccessBeforePassing
        failures_before_critical i FailuresBeforeCritical
        failures_before_warning i FailuresBeforeWarning
        body s Body
        on_update s OnUpdate
        [check_restart]
        limit i Limit
        grace d? Grace
        ignore_warnings b IgnoreWarnings
        [connect]
        native b Native
        gateway 1 Gateway
        sidecar_service 1 SidecarService
        sidecar_task 1 SidecarTask
        [sidecar_service]
        tags [s] Tags
        port s Port
        proxy 1 Proxy
        disable_default_tcp_check b DisableDefaultTCPCheck
        meta {s} Meta
        [sidecar_task]
        name s Name
        driver s Driver
        user s User
        config {any} Config
        env {s} Env
        resources 1 Resources
        meta {s} Meta
        kill_timeout d? KillTimeout
        logs 1 LogConfig
        shutdown_delay d? ShutdownDelay
        kill_signal s KillSignal
        volume_mount * VolumeMounts
        identity * Identities
        [proxy]
        local_service_address s LocalServiceAddress
        local_service_port i LocalServicePort
        upstreams * Upstreams
        expose 1 Expose
        transparent_proxy 1 TransparentProxy
        config {any} Config
        [upstreams]
        destination_name s DestinationName
        destination_namespace s DestinationNamespace
        destination_peer s DestinationPeer
        destination_partition s DestinationPartition
        destination_type s DestinationType
        local_bind_port i LocalBindPort
        datacenter s Datacenter
        local_bind_address s LocalBindAddress
        local_bind_socket_path s LocalBindSocketPath
        local_bind_socket_mode s LocalBindSocketMode
        mesh_gateway 1 MeshGateway
        config {any} Config
        [mesh_gateway]
        mode s Mode
        [expose]
        path * Paths
        [path]
        path s Path
        protocol s Protocol
        local_path_port i LocalPathPort
        listener_port s ListenerPort
        [transparent_proxy]
        uid s UID
        outbound_port i OutboundPort
        exclude_inbound_ports [s] ExcludeInboundPorts
        exclude_outbound_ports [i] ExcludeOutboundPorts
        exclude_outbound_cidrs [s] ExcludeOutboundCIDRs
        exclude_uids [s] ExcludeUIDs
        no_dns b NoDNS
        [gateway]
        proxy 1 Proxy gateway_proxy
        ingress 1 Ingress
        terminating 1 Terminating
        mesh 1 Mesh
        [gateway_proxy]
        connect_timeout d? ConnectTimeout
        envoy_gateway_bind_tagged_addresses b EnvoyGatewayBindTaggedAddresses
        envoy_gateway_bind_addresses M EnvoyGatewayBindAddresses
        envoy_gateway_no_default_bind b EnvoyGatewayNoDefaultBind
        envoy_dns_discovery_type s EnvoyDNSDiscoveryType
        config {any} Config
        [envoy_gateway_bind_addresses]
        - s Name
        address s Address
        port i Port
        [ingress]
        tls 1 TLS
        listener * Listeners
        [tls]
        enabled b Enabled
        tls_min_version s TLSMinVersion
        tls_max_version s TLSMaxVersion
        cipher_suites [s] CipherSuites
        sds 1 SDS
        [sds]
        cluster_name s ClusterName
        cert_resource s CertResource
        [listener]
        port i Port
        protocol s Protocol
        service * Services ingress_service
        [ingress_service]
        name s Name
        hosts [s] Hosts
        tls 1 TLS
        request_headers 1 RequestHeaders headers
        response_headers 1 ResponseHeaders headers
        max_connections i? MaxConnections
        max_pending_requests i? MaxPendingRequests
        max_concurrent_requests i? MaxConcurrentRequests
        [headers]
        add {s} Add
        set {s} Set
        remove [s] Remove
        [terminating]
        service * Services linked_service
        [linked_service]
        name s Name
        ca_file s CAFile
        cert_file s CertFile
        key_file s KeyFile
        sni s SNI
        [mesh]
        """;
}
