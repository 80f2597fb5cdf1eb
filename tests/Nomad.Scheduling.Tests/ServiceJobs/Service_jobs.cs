namespace Nomad.Scheduling.Tests.ServiceJobs;

public sealed class Service_jobs
{
    private static string[] Names(FakeCluster cluster) => [.. cluster.Live.Select(alloc => alloc.Name).Order(StringComparer.Ordinal)];

    private static FakeCluster Cluster(int nodes = 3)
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, nodes).Select(number => A.Node(number)));
        return cluster;
    }

    private static UpdateStrategy Update(int parallel, int canary = 0) => new() { MaxParallel = parallel, Canary = canary, ProgressDeadline = TimeSpan.FromMinutes(10) };

    [Fact]
    public void A_new_job_gets_its_count_with_names_from_zero()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("web", 3));
        var result = cluster.Run("web", annotate: true);
        Assert.Equal(["web.g[0]", "web.g[1]", "web.g[2]"], Names(cluster));
        Assert.Equal(EvalStatus.Complete, result.Evaluation.Status);
        Assert.Equal(3UL, result.Plan!.Annotations!.DesiredTGUpdates!["g"].Place);
        Assert.Empty(result.Blocked);
        Assert.Null(cluster.Run("web").Plan);
    }

    [Fact]
    public void A_smaller_count_stops_the_highest_names_and_a_larger_one_fills_them_again()
    {
        var cluster = Cluster();
        var job = A.Job("web", 4);
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        cluster.Register(job.Edited(group => group with { Count = 2 }));
        cluster.Run("web");
        Assert.Equal(["web.g[0]", "web.g[1]"], Names(cluster));
        cluster.Register(job.Edited(group => group with { Count = 3 }));
        cluster.Run("web");
        Assert.Equal(["web.g[0]", "web.g[1]", "web.g[2]"], Names(cluster));
    }

    [Fact]
    public void A_stopped_job_places_nothing_and_stops_all()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("web", 2));
        cluster.Run("web");
        cluster.Register(A.Job("web", 2) with { Stop = true });
        var result = cluster.Run("web", EvalTriggers.JobDeregister);
        Assert.Empty(cluster.Live);
        Assert.All(result.Plan!.NodeUpdate!.SelectMany(own => own.Value), alloc => Assert.Equal("alloc not needed due to job update", alloc.DesiredDescription));
    }

    [Fact]
    public void A_changed_environment_replaces_as_many_as_the_update_allows_until_the_deployment_succeeds()
    {
        var cluster = Cluster();
        var job = A.Job("web", 3, group: group => group with { Update = Update(1) });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        cluster.Run("web");
        Assert.Equal(DeploymentStatus.Successful, cluster.LatestDeployment("default", "web")!.Status);
        var changed = cluster.Register(job.Edited(group => group.WithEnv("2")));
        for (var round = 1; round <= 3; round++)
        {
            cluster.Run("web");
            Assert.Equal(round, cluster.Live.Count(alloc => alloc.Job!.Version == changed.Version));
            Assert.Equal(3, cluster.Live.Count());
            cluster.Clients();
        }
        cluster.Run("web");
        Assert.Equal(DeploymentStatus.Successful, cluster.LatestDeployment("default", "web")!.Status);
    }

    [Fact]
    public void A_changed_priority_is_taken_over_in_place()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("web", 2));
        cluster.Run("web");
        var before = cluster.Live.Select(alloc => alloc.ID).ToHashSet();
        cluster.Register(A.Job("web", 2) with { Priority = 70 });
        cluster.Run("web");
        Assert.Equal(before, cluster.Live.Select(alloc => alloc.ID).ToHashSet());
        Assert.All(cluster.Live, alloc => Assert.Equal(70, alloc.Job!.Priority));
    }

    [Fact]
    public void Canaries_wait_beside_the_old_version_and_take_its_names_when_promoted()
    {
        var cluster = Cluster();
        var job = A.Job("web", 3, group: group => group with { Update = Update(3, canary: 1) });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        cluster.Run("web");
        var changed = cluster.Register(job.Edited(group => group.WithEnv("2")));
        cluster.Run("web");
        Assert.Equal(4, cluster.Live.Count());
        Assert.Equal("Deployment is running but requires manual promotion", cluster.LatestDeployment("default", "web")!.StatusDescription);
        cluster.Clients();
        cluster.Run("web");
        Assert.Equal(4, cluster.Live.Count());
        cluster.Promote();
        for (var round = 0; round < 4; round++)
        {
            cluster.Run("web");
            cluster.Clients();
        }
        Assert.Equal(["web.g[0]", "web.g[1]", "web.g[2]"], Names(cluster));
        Assert.All(cluster.Live, alloc => Assert.Equal(changed.Version, alloc.Job!.Version));
    }

    [Fact]
    public void A_canary_deployment_replaced_by_the_next_version_leaves_no_name_twice()
    {
        var cluster = Cluster();
        var job = A.Job("web", 3, group: group => group with { Update = Update(3, canary: 2) });
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        cluster.Run("web");
        cluster.Register(job.Edited(group => group.WithEnv("2")));
        cluster.Run("web");
        cluster.Clients(alloc => alloc.DeploymentStatus?.Canary == true ? AllocClientStatus.Failed : "");
        cluster.Register(job.Edited(group => group.WithEnv("3")));
        cluster.Run("web");
        cluster.Clients();
        cluster.Promote();
        for (var round = 0; round < 4; round++)
        {
            cluster.Run("web");
            cluster.Clients();
        }
        Assert.Equal(["web.g[0]", "web.g[1]", "web.g[2]"], Names(cluster));
    }

    [Fact]
    public void What_does_not_fit_waits_in_a_blocked_evaluation_that_knows_why()
    {
        var cluster = Cluster(1);
        cluster.Register(A.Job("big", 3, group: group => group.Using(own => own with { MemoryMB = 4000 })));
        var result = cluster.Run("big");
        Assert.Equal(2, cluster.Live.Count());
        var metric = result.Evaluation.FailedTGAllocs!["g"];
        Assert.Equal(1, metric.DimensionExhausted!["memory"]);
        Assert.Equal(1, result.Evaluation.QueuedAllocations!["g"]);
        Assert.Equal(result.Blocked[0].ID, result.Evaluation.BlockedEval);
        Assert.True(result.Blocked[0].ClassEligibility!.Values.Single());
    }

    [Fact]
    public void A_failed_allocation_is_placed_elsewhere_after_its_delay_and_keeps_its_name()
    {
        var cluster = Cluster(2);
        cluster.Register(A.Job("web", 1));
        cluster.Run("web");
        cluster.Clients();
        var first = cluster.Live.Single();
        cluster.Clients(_ => AllocClientStatus.Failed);
        var waiting = cluster.Run("web", EvalTriggers.AllocFailure);
        var followUp = Assert.Single(waiting.FollowUps);
        Assert.Equal(cluster.Context.Now.AddSeconds(30), followUp.WaitUntil);
        Assert.Empty(cluster.Live);
        cluster.Pass(TimeSpan.FromSeconds(30));
        cluster.Run(followUp);
        var second = cluster.Live.Single();
        Assert.Equal((first.Name, first.ID), (second.Name, second.PreviousAllocation));
        Assert.NotEqual(first.NodeID, second.NodeID);
        Assert.Equal(TimeSpan.FromSeconds(30), second.RescheduleTracker!.Events!.Single().Delay.ToTimeSpan());
        Assert.Equal("alloc was rescheduled because it failed", cluster.Allocation(first.ID)!.DesiredDescription);
    }

    [Fact]
    public void A_failed_allocation_says_that_no_place_was_found_for_its_successor_and_gets_one_later()
    {
        var cluster = Cluster(1);
        cluster.Register(A.Job("web", 1, group: group => group.Using(own => own with { MemoryMB = 5000 })));
        cluster.Run("web");
        cluster.Clients(_ => AllocClientStatus.Failed);
        var failed = cluster.All.Single();
        cluster.Register(A.Job("other", 1, group: group => group.Using(own => own with { MemoryMB = 5000 })));
        cluster.Run("other");
        cluster.Pass(TimeSpan.FromMinutes(1));
        var blocked = Assert.Single(cluster.Run("web", EvalTriggers.AllocFailure).Blocked);
        Assert.Equal("no", cluster.Allocation(failed.ID)!.RescheduleTracker!.LastReschedule);
        Assert.Equal(AllocDesiredStatus.Run, cluster.Allocation(failed.ID)!.DesiredStatus);
        // It is said once.
        Assert.Null(cluster.Run(blocked).Plan);
        cluster.Add(A.Node(2));
        cluster.Run(blocked);
        var placed = cluster.Live.Single(alloc => alloc.JobID == "web");
        Assert.Equal((failed.ID, "ok"), (placed.PreviousAllocation, placed.RescheduleTracker!.LastReschedule));
        Assert.Equal(failed.ID, placed.RescheduleTracker.Events!.Single().PrevAllocID);
    }

    [Fact]
    public void A_failed_allocation_of_an_older_version_is_replaced_at_once_and_does_not_wait_for_its_time_as_well()
    {
        var cluster = Cluster(2);
        var job = A.Job("web", 1);
        cluster.Register(job);
        cluster.Run("web");
        cluster.Clients();
        var first = cluster.Live.Single();
        cluster.Clients(_ => AllocClientStatus.Failed);
        cluster.Register(job.Edited(group => group with { Tasks = [.. group.Tasks!.Select(task => task with { Env = new Dictionary<string, string> { ["A"] = "b" } })] }));
        var result = cluster.Run("web", annotate: true);
        Assert.Empty(result.FollowUps);
        Assert.Equal((1UL, 0UL), (result.Plan!.Annotations!.DesiredTGUpdates!["g"].DestructiveUpdate, result.Plan.Annotations.DesiredTGUpdates["g"].RescheduleLater));
        Assert.Equal((AllocDesiredStatus.Stop, ""), (cluster.Allocation(first.ID)!.DesiredStatus, cluster.Allocation(first.ID)!.FollowupEvalID));
        Assert.Equal((first.Name, 1UL), (cluster.Live.Single().Name, cluster.Live.Single().Job!.Version));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void Of_two_with_one_name_only_one_hands_it_on(int failing)
    {
        var cluster = Cluster(3);
        cluster.Register(A.Job("web", 2));
        cluster.Run("web");
        cluster.Clients();
        var failed = 0;
        foreach (var alloc in cluster.Live.ToList())
        {
            cluster.Change(alloc with
            {
                Name = "web.g[0]",
                ClientStatus = failed++ < failing ? AllocClientStatus.Failed : AllocClientStatus.Running,
                DesiredTransition = new() { ForceReschedule = true },
            });
        }
        cluster.Run("web", EvalTriggers.AllocFailure);
        Assert.Equal(["web.g[0]", "web.g[1]"], Names(cluster));
    }

    [Fact]
    public void A_failed_allocation_that_is_not_due_by_another_leaders_clock_gets_another_follow_up()
    {
        var cluster = Cluster(2);
        cluster.Register(A.Job("web", 1));
        cluster.Run("web");
        cluster.Clients();
        cluster.Clients(_ => AllocClientStatus.Failed);
        var followUp = Assert.Single(cluster.Run("web", EvalTriggers.AllocFailure).FollowUps);
        Assert.Empty(cluster.Run("web", EvalTriggers.NodeUpdate).FollowUps);
        cluster.Add(cluster.Nodes.Select(node => node with { SchedulingEligibility = NodeEligibility.Ineligible }).ToList());
        cluster.Pass(TimeSpan.FromSeconds(30));
        Assert.Single(cluster.Run(followUp).Blocked);
        cluster.Pass(TimeSpan.FromSeconds(-40));
        cluster.Add(cluster.Nodes.Select(node => node with { SchedulingEligibility = NodeEligibility.Eligible }).ToList());
        var again = Assert.Single(cluster.Run("web", EvalTriggers.QueuedAllocs).FollowUps);
        cluster.Pass(TimeSpan.FromSeconds(40));
        cluster.Run(again);
        Assert.Single(cluster.Live);
    }

    [Fact]
    public void A_node_that_goes_down_loses_its_allocations_to_another()
    {
        var cluster = Cluster(2);
        cluster.Register(A.Job("web", 1));
        cluster.Run("web");
        cluster.Clients();
        var lost = cluster.Live.Single();
        cluster.Add(cluster.Node(lost.NodeID)! with { Status = NodeStatus.Down });
        cluster.Run("web", EvalTriggers.NodeUpdate);
        Assert.Equal(AllocClientStatus.Lost, cluster.Allocation(lost.ID)!.ClientStatus);
        Assert.NotEqual(lost.NodeID, cluster.Live.Single().NodeID);
    }

    [Fact]
    public void A_client_out_of_contact_is_unknown_and_wins_again_when_it_returns_first()
    {
        var cluster = Cluster(2);
        cluster.Register(A.Job("web", 1, group: group => group with { Disconnect = new() { LostAfter = TimeSpan.FromHours(1), Reconcile = ReconcileStrategies.KeepOriginal } }));
        cluster.Run("web");
        cluster.Clients();
        var original = cluster.Live.Single();
        var node = cluster.Node(original.NodeID)!;
        cluster.Add(node with { Status = NodeStatus.Disconnected });
        var result = cluster.Run("web", EvalTriggers.NodeUpdate);
        Assert.Equal(EvalTriggers.MaxDisconnectTimeout, result.FollowUps.Single().TriggeredBy);
        Assert.Equal(AllocClientStatus.Unknown, cluster.Allocation(original.ID)!.ClientStatus);
        Assert.Equal(2, cluster.Live.Count());
        Assert.Null(cluster.Run("web", EvalTriggers.NodeUpdate).Plan);
        cluster.Add(node);
        cluster.Change(cluster.Allocation(original.ID)! with { ClientStatus = AllocClientStatus.Running });
        cluster.Run("web", EvalTriggers.Reconnect);
        Assert.Equal(original.ID, cluster.Live.Single().ID);
    }

    [Fact]
    public void A_finished_batch_allocation_is_not_run_again_and_a_failed_one_is()
    {
        var cluster = Cluster();
        cluster.Register(A.Job("once", 2, JobTypes.Batch, group => group with { ReschedulePolicy = new() { Attempts = 1, Interval = TimeSpan.FromHours(1) } }));
        cluster.Run("once");
        cluster.Clients(alloc => alloc.Name == "once.g[0]" ? AllocClientStatus.Complete : AllocClientStatus.Failed);
        cluster.Run("once", EvalTriggers.AllocFailure);
        Assert.Equal("once.g[1]", cluster.Live.Single().Name);
        cluster.Clients(_ => AllocClientStatus.Failed);
        Assert.Null(cluster.Run("once", EvalTriggers.AllocFailure).Plan);
    }

    [Fact]
    public void Static_ports_keep_allocations_on_different_nodes()
    {
        var cluster = Cluster(2);
        cluster.Register(A.Job("web", 3, group: group => group with { Networks = [new() { ReservedPorts = [new() { Label = "http", Value = 8080 }] }] }));
        var result = cluster.Run("web");
        Assert.Equal(2, cluster.Live.Select(alloc => alloc.NodeID).Distinct().Count());
        Assert.Equal(2, result.Evaluation.FailedTGAllocs!["g"].DimensionExhausted!["network: reserved port collision http=8080"]);
    }

    [Fact]
    public void Whole_cores_are_not_shared()
    {
        var cluster = Cluster(1);
        cluster.Register(A.Job("cores", 3, group: group => group.Using(own => own with { CPU = 0, Cores = 2 })));
        cluster.Run("cores");
        var cores = cluster.Live.SelectMany(alloc => alloc.AllocatedResources!.Tasks!["t"].Cpu.ReservedCores!).ToList();
        Assert.Equal(4, cores.Count);
        Assert.Equal(4, cores.Distinct().Count());
    }

    [Fact]
    public void Spread_targets_divide_the_count_by_percent()
    {
        var cluster = new FakeCluster();
        cluster.Add(Enumerable.Range(0, 10).Select(number => A.Node(number, datacenter: number < 5 ? "east" : "west")));
        cluster.Register(A.Job("web", 10, group: group => group with
        {
            Spreads = [new() { Attribute = "${node.datacenter}", Weight = 100, SpreadTarget = [new() { Value = "east", Percent = 70 }, new() { Value = "west", Percent = 30 }] }],
        }));
        cluster.Run("web");
        Assert.Equal(7, cluster.Live.Count(alloc => cluster.Node(alloc.NodeID)!.Datacenter == "east"));
    }

    [Fact]
    public void A_more_important_job_displaces_a_lesser_one_when_that_is_enabled()
    {
        var cluster = Cluster(1);
        cluster.Configuration = cluster.Configuration with { PreemptionConfig = new() { ServiceSchedulerEnabled = true } };
        cluster.Register(A.Job("low", 1, group: group => group.Using(own => own with { MemoryMB = 8000 })) with { Priority = 20 });
        cluster.Run("low");
        var victim = cluster.Live.Single();
        cluster.Register(A.Job("high", 1, group: group => group.Using(own => own with { MemoryMB = 8000 })) with { Priority = 90 });
        cluster.Run("high");
        Assert.Equal("high", cluster.Live.Single().JobID);
        Assert.Equal(AllocDesiredStatus.Evict, cluster.Allocation(victim.ID)!.DesiredStatus);
    }
}
