using System.Text.Json;
using Nomad.Model.Services;
using Nomad.Scheduling.Reconciliation;
using Nomad.Scheduling.Tests.Clusters;

namespace Nomad.Scheduling.Tests.Reconciliation;

/// <summary>The documented list: which changes of a job start its tasks anew, and which running tasks take over.</summary>
public sealed class Changes_of_a_job
{
    private static readonly Dictionary<string, Func<Job, Job>> Destructive = new()
    {
        ["a task more"] = Group(group => group with { Tasks = [.. group.Tasks!, group.Tasks![0] with { Name = "second" }] }),
        ["a task's name"] = Task(task => task with { Name = "other" }),
        ["ephemeral disk"] = Group(group => group with { EphemeralDisk = new() { SizeMB = 11 } }),
        ["sticky disk"] = Group(group => group with { EphemeralDisk = new() { SizeMB = 10, Sticky = true } }),
        ["a network less"] = Group(group => group with { Networks = [] }),
        ["network mode"] = Network(network => network with { Mode = "bridge" }),
        ["network speed"] = Network(network => network with { MBits = 10 }),
        ["network hostname"] = Network(network => network with { Hostname = "h" }),
        ["network dns"] = Network(network => network with { DNS = new() { Servers = ["10.0.0.53"] } }),
        ["cni arguments"] = Network(network => network with { CNI = new() { Args = new Dictionary<string, string> { ["a"] = "b" } } }),
        ["static port's value"] = Network(network => network with { ReservedPorts = [new() { Label = "admin", Value = 9001 }] }),
        ["dynamic port's label"] = Network(network => network with { DynamicPorts = [new() { Label = "web" }] }),
        ["dynamic port's target"] = Network(network => network with { DynamicPorts = [new() { Label = "http", To = 80 }] }),
        ["port's host network"] = Network(network => network with { DynamicPorts = [new() { Label = "http", HostNetwork = "private" }] }),
        ["group consul"] = Group(group => group with { Consul = new() { Namespace = "team" } }),
        ["task consul"] = Task(task => task with { Consul = new() { Cluster = "second" } }),
        ["volumes"] = Group(group => group with { Volumes = new Dictionary<string, VolumeRequest> { ["data"] = new() { Name = "data", Type = "host", Source = "data" } } }),
        ["templates on restart, group"] = Group(group => group with { RestartPolicy = new() { Attempts = 2, RenderTemplates = true } }),
        ["templates on restart, task"] = Task(task => task with { RestartPolicy = new() { Attempts = 2, RenderTemplates = true } }),
        ["connect removed"] = Service(service => service with { Connect = null }),
        ["connect native"] = Service(service => service with { Connect = new() { Native = true } }),
        ["connect sidecar's port"] = Service(service => service with { Connect = new() { SidecarService = new() { Port = "other" } } }),
        ["connect sidecar task"] = Service(service => service with { Connect = service.Connect! with { SidecarTask = new() { Driver = "exec" } } }),
        ["connect gateway"] = Service(service => service with { Connect = new() { Gateway = new() } }),
        ["connect service's port"] = Service(service => service with { PortLabel = "9002" }),
        ["connect service's cluster"] = Service(service => service with { Cluster = "second" }),
        ["driver"] = Task(task => task with { Driver = "exec" }),
        ["user"] = Task(task => task with { User = "nobody" }),
        ["config"] = Task(task => task with { Config = new Dictionary<string, JsonElement> { ["command"] = JsonDocument.Parse("\"/bin/b\"").RootElement } }),
        ["environment"] = Task(task => task with { Env = new Dictionary<string, string> { ["A"] = "2" } }),
        ["artifacts"] = Task(task => task with { Artifacts = [new() { GetterSource = "https://example.com/a" }] }),
        ["vault"] = Task(task => task with { Vault = new() { Role = "r" } }),
        ["secrets"] = Task(task => task with { Secrets = [new() { Name = "s", Provider = "vault" }] }),
        ["templates"] = Task(task => task with { Templates = [new() { EmbeddedTmpl = "x", DestPath = "local/x" }] }),
        ["csi plugin"] = Task(task => task with { CSIPluginConfig = new() { ID = "p" } }),
        ["volume mounts"] = Task(task => task with { VolumeMounts = [new() { Volume = "data", Destination = "/data" }] }),
        ["meta of the job"] = job => job with { Meta = new Dictionary<string, string> { ["team"] = "b" } },
        ["meta of the group"] = Group(group => group with { Meta = new Dictionary<string, string> { ["tier"] = "1" } }),
        ["meta of the task"] = Task(task => task with { Meta = new Dictionary<string, string> { ["tier"] = "1" } }),
        ["cpu"] = Resources(own => own with { CPU = 101 }),
        ["cores"] = Resources(own => own with { Cores = 1 }),
        ["memory"] = Resources(own => own with { MemoryMB = 101 }),
        ["memory limit"] = Resources(own => own with { MemoryMaxMB = 200 }),
        ["devices"] = Resources(own => own with { Devices = [new() { Name = "gpu", Count = 1 }] }),
        ["numa"] = Resources(own => own with { NUMA = new() { Affinity = "require" } }),
        ["secrets directory"] = Resources(own => own with { SecretsMB = 2 }),
        ["identity"] = Task(task => task with { Identity = new() { Name = "default", Env = true } }),
        ["identities"] = Task(task => task with { Identities = [new() { Name = "vault", TTL = TimeSpan.FromHours(1) }] }),
        ["logs off"] = Task(task => task with { LogConfig = new() { MaxFiles = 3, Disabled = true } }),
    };

    private static readonly Dictionary<string, Func<Job, Job>> InPlace = new()
    {
        ["count"] = Group(group => group with { Count = 9 }),
        ["priority"] = job => job with { Priority = 80 },
        ["update"] = Group(group => group with { Update = new() { MaxParallel = 2 } }),
        ["migrate"] = Group(group => group with { Migrate = new() { MaxParallel = 2 } }),
        ["reschedule"] = Group(group => group with { ReschedulePolicy = new() { Attempts = 1 } }),
        ["restart attempts"] = Group(group => group with { RestartPolicy = new() { Attempts = 9 } }),
        ["disconnect"] = Group(group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1) } }),
        ["scaling"] = Group(group => group with { Scaling = new() { Min = 1, Max = 5 } }),
        ["group shutdown delay"] = Group(group => group with { ShutdownDelay = TimeSpan.FromSeconds(3) }),
        ["constraints"] = job => job with { Constraints = [new() { LTarget = "${attr.kernel.name}", RTarget = "linux", Operand = "=" }] },
        ["affinities"] = Group(group => group with { Affinities = [new() { LTarget = "${node.datacenter}", RTarget = "dc1", Operand = "=", Weight = 50 }] }),
        ["spreads"] = Group(group => group with { Spreads = [new() { Attribute = "${node.datacenter}", Weight = 50 }] }),
        ["datacenters"] = job => job with { Datacenters = ["dc1"] },
        ["service tags"] = Service(service => service with { Tags = ["b"] }),
        ["service checks"] = Service(service => service with { Checks = [new() { Name = "alive", Type = "tcp" }] }),
        ["connect upstreams"] = Service(service => service with { Connect = new() { SidecarService = new() { Port = "sidecar", Proxy = new() { Upstreams = [new() { DestinationName = "db" }] } } } }),
        ["a service more"] = Group(group => group with { Services = [.. group.Services!, new() { Name = "plain", PortLabel = "http" }] }),
        ["kill timeout"] = Task(task => task with { KillTimeout = TimeSpan.FromSeconds(30) }),
        ["kill signal"] = Task(task => task with { KillSignal = "SIGINT" }),
        ["log sizes"] = Task(task => task with { LogConfig = new() { MaxFiles = 7, MaxFileSizeMB = 1 } }),
        ["leader"] = Task(task => task with { Leader = true }),
        ["lifecycle"] = Task(task => task with { Lifecycle = new() { Hook = "poststart", Sidecar = true } }),
        ["actions"] = Task(task => task with { Actions = [new() { Name = "a", Command = "/bin/a" }] }),
        ["task shutdown delay"] = Task(task => task with { ShutdownDelay = TimeSpan.FromSeconds(3) }),
        ["order of ports"] = Network(network => network with { DynamicPorts = [.. network.DynamicPorts!.Reverse()] }),
        ["nothing"] = job => job,
    };

    public static TheoryData<string> DestructiveChanges => [.. Destructive.Keys];

    public static TheoryData<string> InPlaceChanges => [.. InPlace.Keys];

    [Theory]
    [MemberData(nameof(DestructiveChanges))]
    public void Tasks_start_anew_for(string change) => Assert.True(NeedsRestart(Destructive[change]));

    [Theory]
    [MemberData(nameof(InPlaceChanges))]
    public void Running_tasks_take_over(string change) => Assert.False(NeedsRestart(InPlace[change]));

    [Fact]
    public void A_change_in_place_keeps_ports_and_node_and_a_destructive_one_is_a_new_allocation()
    {
        var cluster = new FakeCluster();
        cluster.Add(A.Node(0));
        var job = A.Job("web", group: group => group with { Networks = [new() { DynamicPorts = [new() { Label = "http" }] }] });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        var first = cluster.Live.Single();
        cluster.Register(job with { Priority = 70 });
        cluster.Run("web");
        var kept = cluster.Live.Single();
        Assert.Equal((first.ID, 70, first.AllocatedResources), (kept.ID, kept.Job!.Priority, kept.AllocatedResources));
        cluster.Register(job.Edited(group => group.WithEnv("2")));
        cluster.Run("web");
        Assert.NotEqual(first.ID, cluster.Live.Single().ID);
    }

    private static bool NeedsRestart(Func<Job, Job> change)
    {
        var before = A.Job("web", group: group => group with
        {
            Networks = [new() { ReservedPorts = [new() { Label = "admin", Value = 9000 }], DynamicPorts = [new() { Label = "http" }, new() { Label = "rpc" }] }],
            Services = [new() { Name = "api", PortLabel = "9001", Connect = new() { SidecarService = new() { Port = "sidecar" } } }],
        }) with
        { Meta = new Dictionary<string, string> { ["team"] = "a" } };
        before = Task(task => task with { Env = new Dictionary<string, string> { ["A"] = "1" }, LogConfig = new() { MaxFiles = 3 } })(before);
        var after = change(before);
        return TaskChanges.NeedRestart(before, before.TaskGroups![0], after, after.TaskGroups![0]);
    }

    private static Func<Job, Job> Group(Func<TaskGroup, TaskGroup> change) => job => job.Edited(change);

    private static Func<Job, Job> Task(Func<JobTask, JobTask> change) => Group(group => group with { Tasks = [change(group.Tasks![0])] });

    private static Func<Job, Job> Resources(Func<Resources, Resources> change) => Group(group => group.Using(change));

    private static Func<Job, Job> Network(Func<NetworkResource, NetworkResource> change) => Group(group => group with { Networks = [change(group.Networks![0])] });

    private static Func<Job, Job> Service(Func<Service, Service> change) => Group(group => group with { Services = [change(group.Services![0])] });
}
