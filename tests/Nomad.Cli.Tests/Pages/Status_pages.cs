namespace Nomad.Cli.Tests.Pages;

/// <summary>What status commands print for prepared documents, compared as a whole.</summary>
public sealed class Status_pages
{
    private const string NodeId = "7d99b0e5-8593-14df-7e3d-8e4a343ebd47";
    private const string AllocId = "a6132d48-98d6-93f3-0faf-47dc92d63f89";
    private const long Now = 1795390630000000000; // Typed.Now

    private const string NodeStub = $$$$$$"""
        {"ID":"{{{{{{NodeId}}}}}}","NodePool":"default","Datacenter":"dc1","Name":"host-a","NodeClass":"","Drain":false,"SchedulingEligibility":"eligible","Status":"ready","Address":"127.0.0.1","Version":"2.0.0"}
        """;

    private static string AllocStub(string id, string status, long ago) => $$$$$$"""
        {"ID":"{{{{{{id}}}}}}","EvalID":"e4d13033-98d6-93f3-0faf-47dc92d63f89","Name":"web.app[0]","NodeID":"{{{{{{NodeId}}}}}}","NodeName":"host-a","JobID":"web","JobVersion":0,"TaskGroup":"app","DesiredStatus":"run","ClientStatus":"{{{{{{status}}}}}}","CreateTime":{{{{{{Now - (ago + 1) * 1_000_000_000}}}}}},"ModifyTime":{{{{{{Now - ago * 1_000_000_000}}}}}},"CreateIndex":12}
        """;

    [Fact]
    public async Task The_list_of_nodes()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/nodes", $"[{NodeStub}]");
        var typed = await Typed.Async("node status", agent);
        Assert.Equal(new Typed("""
            ID        Node Pool  DC   Name    Class   Drain  Eligibility  Status
            7d99b0e5  default    dc1  host-a  <none>  false  eligible     ready

            """, "", 0), typed);
    }

    [Fact]
    public async Task One_node()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/nodes", $"[{NodeStub}]")
            .On("GET /v1/node/" + NodeId, $$$$$$"""
                {"ID":"{{{{{{NodeId}}}}}}","Name":"host-a","NodePool":"default","Datacenter":"dc1","SchedulingEligibility":"eligible","Status":"ready",
                 "Drivers":{"exec":{"Detected":true,"Healthy":true},"raw_exec":{"Detected":true,"Healthy":false},"qemu":{"Detected":false}},
                 "Events":[{"Timestamp":"2026-11-22T23:36:58Z","Subsystem":"Cluster","Message":"Node registered"}],
                 "NodeResources":{"Cpu":{"CpuShares":5192},"Memory":{"MemoryMB":24576},"Disk":{"DiskMB":71680}}}
                """)
            .On($"GET /v1/node/{NodeId}/allocations", "[]")
            .On("GET /v1/client/stats", """{"Uptime":6151,"CPUTicksConsumed":4621.4,"Memory":{"Used":1503238553,"Total":25769803776},"DiskStats":[{"Mountpoint":"/","Used":23622320128,"Size":270582939648}]}""");
        var typed = await Typed.Async("node status 7d99b0e5", agent);
        Assert.Equal(new Typed("""
            ID              = 7d99b0e5-8593-14df-7e3d-8e4a343ebd47
            Name            = host-a
            Node Pool       = default
            Class           = <none>
            DC              = dc1
            Drain           = false
            Eligibility     = eligible
            Status          = ready
            CSI Controllers = <none>
            CSI Drivers     = <none>
            Uptime          = 1h42m31s
            Host Volumes    = <none>
            Host Networks   = <none>
            CSI Volumes     = <none>
            Driver Status   = exec,raw_exec (unhealthy)

            Node Events
            Time                  Subsystem  Message
            2026-11-22T23:36:58Z  Cluster    Node registered

            Allocated Resources
            CPU         Memory      Disk        Alloc Count
            0/5192 MHz  0 B/24 GiB  0 B/70 GiB  0

            Allocation Resource Utilization
            CPU         Memory
            0/5192 MHz  0 B/24 GiB

            Host Resource Utilization
            CPU            Memory          Disk
            4621/5192 MHz  1.4 GiB/24 GiB  22 GiB/252 GiB

            Allocations
            No allocations placed

            """, "", 0), typed);
    }

    [Fact]
    public async Task One_job_with_its_deployment_and_allocations()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/jobs", """[{"ID":"web","Namespace":"default"}]""")
            .On("GET /v1/job/web", $$$$$$"""{"ID":"web","Name":"web","Namespace":"default","NodePool":"default","Type":"service","Priority":50,"Datacenters":["dc1"],"Status":"running","SubmitTime":{{{{{{Now - 55_000_000_000}}}}}}}""")
            .On("GET /v1/job/web/evaluations", "[]").On("GET /v1/job/web/summary", """{"JobID":"web","Summary":{"app":{"Running":2}}}""")
            .On("GET /v1/job/web/deployment", """
                {"ID":"02cd159b-98d6-93f3-0faf-47dc92d63f89","JobID":"web","Status":"successful","StatusDescription":"Deployment completed successfully",
                 "TaskGroups":{"app":{"DesiredTotal":2,"PlacedAllocs":2,"HealthyAllocs":2,"ProgressDeadline":30000000000,"RequireProgressBy":"2026-11-22T23:36:46Z"}}}
                """)
            .On("GET /v1/job/web/allocations", $"[{AllocStub("14d4fb8e-98d6-93f3-0faf-47dc92d63f89", "running", 1)}]");
        var typed = await Typed.Async("job status web", agent);
        Assert.Equal(new Typed("""
            ID            = web
            Name          = web
            Submit Date   = 2026-11-22T23:36:15Z
            Type          = service
            Priority      = 50
            Datacenters   = dc1
            Namespace     = default
            Node Pool     = default
            Status        = running
            Periodic      = false
            Parameterized = false

            Summary
            Task Group  Queued  Starting  Running  Failed  Complete  Lost  Unknown
            app         0       0         2        0       0         0     0

            Latest Deployment
            ID          = 02cd159b
            Status      = successful
            Description = Deployment completed successfully

            Deployed
            Task Group  Desired  Placed  Healthy  Unhealthy  Progress Deadline
            app         2        2       2        0          2026-11-22T23:36:46Z

            Allocations
            ID        Node ID   Task Group  Version  Desired  Status   Created  Modified
            14d4fb8e  7d99b0e5  app         0        run      running  2s ago   1s ago

            """, "", 0), typed);
    }

    [Fact]
    public async Task One_allocation_that_is_done()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/allocations", $"[{AllocStub(AllocId, "complete", 0)}]")
            .On("GET /v1/allocation/" + AllocId, $$$$$$"""
                {"ID":"{{{{{{AllocId}}}}}}","EvalID":"e4d13033-98d6-93f3-0faf-47dc92d63f89","Name":"batch.work[0]","NodeID":"{{{{{{NodeId}}}}}}","NodeName":"host-a","JobID":"batch","TaskGroup":"work",
                 "ClientStatus":"complete","ClientDescription":"All tasks have completed","DesiredStatus":"run","CreateTime":{{{{{{Now - 2_000_000_000}}}}}},"ModifyTime":{{{{{{Now}}}}}},
                 "Job":{"ID":"batch","TaskGroups":[{"Name":"work","Tasks":[{"Name":"lines"}]}]},
                 "AllocatedResources":{"Tasks":{"lines":{"Cpu":{"CpuShares":50},"Memory":{"MemoryMB":32}}},"Shared":{"DiskMB":300}},
                 "TaskStates":{"lines":{"State":"dead","StartedAt":"2026-11-22T23:36:59Z","FinishedAt":"2026-11-22T23:37:01Z","Restarts":0,
                   "Events":[{"Type":"Received","Time":1795390618000000000,"DisplayMessage":"Task received by client"},{"Type":"Terminated","Time":1795390621000000000,"DisplayMessage":"Exit Code: 0"}]}}}
                """);
        var typed = await Typed.Async("alloc status a6132d48", agent);
        Assert.Equal(0, typed.ExitCode);
        Assert.Equal("""
            ID                  = a6132d48-98d6-93f3-0faf-47dc92d63f89
            Eval ID             = e4d13033
            Name                = batch.work[0]
            Node ID             = 7d99b0e5
            Node Name           = host-a
            Job ID              = batch
            Job Version         = 0
            Client Status       = complete
            Client Description  = All tasks have completed
            Desired Status      = run
            Desired Description = <none>
            Created             = 2s ago
            Modified            = 0s ago

            Task "lines" is "dead"
            Task Resources:
            CPU     Memory  Disk     Addresses
            50 MHz  32 MiB  300 MiB  

            Task Events:
            Started At     = 2026-11-22T23:36:59Z
            Finished At    = 2026-11-22T23:37:01Z
            Total Restarts = 0
            Last Restart   = N/A

            Recent Events:
            Time                  Type        Description
            2026-11-22T23:37:01Z  Terminated  Exit Code: 0
            2026-11-22T23:36:58Z  Received    Task received by client

            """, typed.Out);
    }

    [Fact]
    public async Task An_evaluation_that_could_not_place_everything()
    {
        const string id = "f4484135-98d6-93f3-0faf-47dc92d63f89";
        var evaluation = $$$$$$"""
            {"ID":"{{{{{{id}}}}}}","Status":"complete","Type":"service","TriggeredBy":"job-register","JobID":"constrained","Namespace":"default","Priority":50,
             "CreateTime":{{{{{{Now - 3_000_000_000}}}}}},"ModifyTime":{{{{{{Now - 3_000_000_000}}}}}},"BlockedEval":"27304ac2-98d6-93f3-0faf-47dc92d63f89",
             "FailedTGAllocs":{"app":{"NodesEvaluated":1,"NodesFiltered":1,"CoalescedFailures":1,"ConstraintFiltered":{"${attr.kernel.name} = plan9":1}}}}
            """;
        await using var agent = new AnsweringAgent().On("GET /v1/evaluations", $"[{evaluation}]").On("GET /v1/evaluation/" + id, evaluation)
            .On($"GET /v1/evaluation/{id}/allocations", "[]");
        Assert.Equal(new Typed("""
            ID                 = f4484135
            Create Time        = 3s ago
            Modify Time        = 3s ago
            Status             = complete
            Status Description = complete
            Type               = service
            TriggeredBy        = job-register
            Job ID             = constrained
            Namespace          = default
            Priority           = 50
            Placement Failures = true

            Failed Placements
            Task Group "app" (failed to place 2 allocations):
              * Constraint "${attr.kernel.name} = plan9": 1 nodes excluded by filter

            Evaluation "27304ac2" waiting for additional capacity to place remainder

            """, "", 0), await Typed.Async("eval status f4484135", agent));
        Assert.Equal(new Typed("""
            ==> 2026-11-22T23:37:10Z: Monitoring evaluation "f4484135"
                2026-11-22T23:37:10Z: Evaluation triggered by job "constrained"
                2026-11-22T23:37:10Z: Evaluation status changed: "pending" -> "complete"
            ==> 2026-11-22T23:37:10Z: Evaluation "f4484135" finished with status "complete" but failed to place all allocations:
                2026-11-22T23:37:10Z: Task Group "app" (failed to place 2 allocations):
                  * Constraint "${attr.kernel.name} = plan9": 1 nodes excluded by filter
                2026-11-22T23:37:10Z: Evaluation "27304ac2" waiting for additional capacity to place remainder

            """, "", 2), await Typed.Async("eval status -monitor f4484135", agent));
    }

    [Fact]
    public async Task A_deployment_that_failed()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/deployments", """
            [{"ID":"1ca0813c-98d6-93f3-0faf-47dc92d63f89","JobID":"web","JobVersion":4,"Status":"failed","StatusDescription":"Failed due to progress deadline - rolling back to job version 3",
              "TaskGroups":{"app":{"AutoRevert":true,"DesiredTotal":3,"PlacedAllocs":1,"UnhealthyAllocs":1,"ProgressDeadline":10000000000,"RequireProgressBy":"2026-11-22T23:36:40Z"}}}]
            """);
        Assert.Equal(new Typed("""
            ID          = 1ca0813c
            Job ID      = web
            Job Version = 4
            Status      = failed
            Description = Failed due to progress deadline - rolling back to job version 3

            Deployed
            Task Group  Auto Revert  Desired  Placed  Healthy  Unhealthy  Progress Deadline
            app         true         3        1       0        1          2026-11-22T23:36:40Z

            """, "", 0), await Typed.Async("deployment status 1ca0813c", agent));
    }

    [Fact]
    public async Task A_deployment_is_looked_at_again_after_the_pause_that_was_asked_for()
    {
        const string Id = "1ca0813c-98d6-93f3-0faf-47dc92d63f89";
        static string Deployment(string status) => $$"""{"ID":"{{Id}}","JobID":"web","Status":"{{status}}"}""";
        await using var agent = new AnsweringAgent().On("GET /v1/deployments", $"[{Deployment("running")}]")
            .On($"GET /v1/deployment/{Id}?wait=2000ms", Deployment("running")).On($"GET /v1/deployment/{Id}", Deployment("successful"));
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var typed = await Typed.Async("deployment status -monitor -wait 400ms 1ca0813c", agent);
        Assert.Equal(0, typed.ExitCode);
        Assert.Contains("= running", typed.Out, StringComparison.Ordinal);
        Assert.Contains("= successful", typed.Out, StringComparison.Ordinal);
        Assert.Equal(2, agent.Requests.Count(request => request.Line.Contains($"/v1/deployment/{Id}", StringComparison.Ordinal)));
        Assert.True(clock.Elapsed >= TimeSpan.FromMilliseconds(395), $"ended after {clock.Elapsed}");
    }

    [Fact]
    public async Task The_peers_of_Raft()
    {
        await using var agent = new AnsweringAgent().On("GET /v1/operator/raft/configuration",
            """{"Servers":[{"ID":"host-a.global","Node":"host-a.global","Address":"127.0.0.1:4647","Leader":true,"Voter":true,"RaftProtocol":"3"}]}""");
        Assert.Equal(new Typed("""
            Node           ID             Address         State   Voter  RaftProtocol
            host-a.global  host-a.global  127.0.0.1:4647  leader  true   3

            """, "", 0), await Typed.Async("operator raft list-peers", agent));
    }
}
