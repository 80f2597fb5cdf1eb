using Nomad.Agent.Composition;
using Nomad.Bench;
using Nomad.Bench.Agents;
using Nomad.Bench.Clusters;
using Nomad.Bench.Engine;
using Nomad.Bench.Gossip;
using Nomad.Bench.Raft;
using Nomad.Bench.Servers;

// One list: what can be measured, and what measures it.
(string Name, string About, Func<Figures, Task> Run)[] benchmarks =
[
    ("agent", "start to ready, run to running, idle memory, command line, memory per task", AgentBenchmark.RunAsync),
    ("engine", "placements per second of one scheduler thread: 1,000 jobs of 1,000 allocations on 5,000 nodes", figures => EngineBenchmark.RunAsync(figures, spread: false)),
    ("failover", "time to a new leader of three servers after kill -9 and after SIGSTOP, usual and tuned settings", FailoverBenchmark.RunAsync),
    ("heartbeats", "10,000 clients of one server: how soon 100 dead ones are down, false alarms, also with the server halted half of the time", HeartbeatBenchmark.RunAsync),
    ("raft", "replicated writes/s of three servers over loopback, 1 KiB, fsync before acknowledgement, beside DotNext.Net.Cluster", RaftBenchmark.RunAsync),
    ("gossip", "1,000 simulated members: convergence, detection of a dead one, false alarms at 10 % loss", GossipBenchmark.RunAsync),
    ("spread", "the same with a spread over 75 racks and an affinity", figures => EngineBenchmark.RunAsync(figures, spread: true)),
    ("eval", "one evaluation of count 1, 100 and 1,000 on 10,000 nodes, median and 99th of 100", EvaluationBenchmark.RunAsync),
    ("groups", "five jobs of 2,000 groups on 5,000 nodes, one server with its log on disk", GroupsBenchmark.RunAsync),
    ("lost", "10,000 allocations of 100 nodes lost at once, one server with its log on disk", LostBenchmark.RunAsync),
    ("commit", "a million placements registered to committed, one server with its log on disk; snapshot, memory, bytes of log", CommitBenchmark.RunAsync),
    ("snapshot", "a state of a million allocations saved, restored and saved again", SnapshotBenchmark.RunAsync),
    ("jobs", "jobs of count 1 from 16 submitters over HTTP, one agent with its log on disk", SubmitBenchmark.RunAsync),
];

if (args.Length == 0)
{
    foreach (var benchmark in benchmarks)
        Console.WriteLine($"{benchmark.Name,-10} {benchmark.About}");
    return 0;
}
if (benchmarks.FirstOrDefault(benchmark => benchmark.Name == args[0]) is not { Run: { } run })
{
    Console.Error.WriteLine($"There is no benchmark \"{args[0]}\". Known: {string.Join(", ", benchmarks.Select(b => b.Name))}");
    return 2;
}
// Servers that are measured inside of this process have the collector of servers.
ParallelCollector.Become();
var figures = new Figures();
await run(figures);
figures.Print();
return 0;
