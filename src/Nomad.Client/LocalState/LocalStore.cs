using System.Text.Json;
using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Nomad.Model.Allocations;
using Nomad.Model.Json;

namespace Nomad.Client.LocalState;

/// <summary>
/// The client's memory across restarts, one SQLite file in WAL mode. Writes are queued and committed together by one writer;
/// <see cref="FlushAsync"/> waits for those made so far. Any thread may write; reading happens once, at start.
/// </summary>
public sealed class LocalStore : IAsyncDisposable
{
    /// <summary>Changed when the tables change; an unknown version is refused rather than guessed at.</summary>
    private const int SchemaVersion = 1;

    /// <summary>Changes in one transaction; more would only delay the first.</summary>
    private const int MaxBatch = 256;

    /// <summary>Changes waiting for the disk; beyond it writers wait, so a slow disk cannot fill the memory.</summary>
    private const int MaxQueue = 8_192;

    private const int SqliteCorrupt = 11;

    private const int SqliteNotADatabase = 26;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS allocations(id TEXT PRIMARY KEY, document TEXT NOT NULL, deployment TEXT) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS tasks(alloc TEXT NOT NULL, name TEXT NOT NULL, state TEXT, local TEXT, PRIMARY KEY(alloc, name)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        """;

    private readonly SqliteConnection connection;
    private readonly Channel<Change> queue = Channel.CreateBounded<Change>(new BoundedChannelOptions(MaxQueue)
    {
        SingleReader = true,
        FullMode = BoundedChannelFullMode.Wait,
    });

    private readonly List<Change> unwritten = [];
    private readonly Task writer;

    private LocalStore(SqliteConnection connection)
    {
        this.connection = connection;
        writer = Task.Run(WriteAsync);
    }

    /// <param name="file">Path of the file; null keeps everything in memory (-dev).</param>
    /// <exception cref="LocalStateException">The file is damaged or of another version.</exception>
    public static LocalStore Open(string? file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file ?? ":memory:",
            Pooling = false,
        }.ToString());
        try
        {
            connection.Open();
            Prepare(connection, file);
            return new LocalStore(connection);
        }
        catch (SqliteException problem)
        {
            connection.Dispose();
            throw Unreadable(file ?? ":memory:", problem);
        }
        catch (LocalStateException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Everything remembered. A row that cannot be read makes the whole file suspect.</summary>
    /// <exception cref="LocalStateException">A row is damaged.</exception>
    public IReadOnlyList<StoredAllocation> Load()
    {
        try
        {
            var tasks = LoadTasks();
            var found = new List<StoredAllocation>();
            using var command = Command("SELECT document, deployment FROM allocations ORDER BY id");
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                var allocation = JsonSerializer.Deserialize(reader.GetString(0), ModelJson.Default.Allocation)!;
                var deployment = reader.IsDBNull(1) ? null : JsonSerializer.Deserialize(reader.GetString(1), ModelJson.Default.AllocDeploymentStatus);
                var own = tasks[allocation.ID];
                found.Add(new StoredAllocation(
                    allocation,
                    own.Where(task => task.State is not null).ToDictionary(task => task.Name, task => task.State!, StringComparer.Ordinal),
                    own.Where(task => task.Local is not null).ToDictionary(task => task.Name, task => task.Local!, StringComparer.Ordinal),
                    deployment));
            }
            return found;
        }
        catch (Exception problem) when (problem is SqliteException or JsonException)
        {
            throw Unreadable(connection.DataSource, problem);
        }
    }

    public string? Fact(string name)
    {
        using var command = Command("SELECT value FROM facts WHERE name = $a", name);
        return command.ExecuteScalar() as string;
    }

    public ValueTask PutFactAsync(string name, string value) =>
        WriteAsync(new Change("INSERT INTO facts VALUES($a, $b) ON CONFLICT DO UPDATE SET value = excluded.value", name, value));

    public ValueTask PutAllocationAsync(Allocation allocation) =>
        WriteAsync(new Change("INSERT INTO allocations(id, document) VALUES($a, $b) ON CONFLICT DO UPDATE SET document = excluded.document",
            allocation.ID, JsonSerializer.Serialize(allocation, ModelJson.Default.Allocation)));

    public ValueTask PutDeploymentAsync(string allocId, AllocDeploymentStatus status) =>
        WriteAsync(new Change("UPDATE allocations SET deployment = $b WHERE id = $a",
            allocId, JsonSerializer.Serialize(status, ModelJson.Default.AllocDeploymentStatus)));

    public ValueTask PutTaskStateAsync(string allocId, string task, TaskState state) =>
        WriteAsync(new Change("INSERT INTO tasks(alloc, name, state) VALUES($a, $b, $c) ON CONFLICT DO UPDATE SET state = excluded.state",
            allocId, task, JsonSerializer.Serialize(state, ModelJson.Default.TaskState)));

    public ValueTask PutTaskAsync(string allocId, string task, StoredTask stored) =>
        WriteAsync(new Change("INSERT INTO tasks(alloc, name, local) VALUES($a, $b, $c) ON CONFLICT DO UPDATE SET local = excluded.local",
            allocId, task, JsonSerializer.Serialize(stored, LocalStateJson.Default.StoredTask)));

    public async ValueTask RemoveAllocationAsync(string allocId)
    {
        await WriteAsync(new Change("DELETE FROM tasks WHERE alloc = $a", allocId));
        await WriteAsync(new Change("DELETE FROM allocations WHERE id = $a", allocId));
    }

    /// <summary>Returns when everything written before the call is on disk.</summary>
    public async Task FlushAsync()
    {
        var mark = new Change("", "") { Written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously) };
        await queue.Writer.WriteAsync(mark);
        await mark.Written.Task;
    }

    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writer;
        await connection.DisposeAsync();
    }

    /// <summary>A full or read-only disk is no reason to remove the file; only what SQLite itself calls broken is.</summary>
    private static LocalStateException Unreadable(string file, Exception problem) =>
        problem is SqliteException { SqliteErrorCode: not (SqliteCorrupt or SqliteNotADatabase) }
            ? new LocalStateException($"client state {file} cannot be opened ({problem.Message}); its folder must be writable and have space left", problem)
            : new LocalStateException($"client state {file} is damaged ({problem.Message}); restore it from a copy, or remove it to start this node empty", problem);

    private static void Prepare(SqliteConnection connection, string? file)
    {
        Execute(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;");
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = Convert.ToInt32(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        if (version is not (0 or SchemaVersion))
            throw new LocalStateException($"client state {file} has version {version}, this agent reads {SchemaVersion}; run the agent that wrote it");
        Execute(connection, Tables + $"PRAGMA user_version = {SchemaVersion};");
    }

    private static void Execute(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private ILookup<string, (string Name, TaskState? State, StoredTask? Local)> LoadTasks()
    {
        var rows = new List<(string Alloc, string Name, TaskState? State, StoredTask? Local)>();
        using var command = Command("SELECT alloc, name, state, local FROM tasks");
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            rows.Add((reader.GetString(0), reader.GetString(1),
                reader.IsDBNull(2) ? null : JsonSerializer.Deserialize(reader.GetString(2), ModelJson.Default.TaskState),
                reader.IsDBNull(3) ? null : JsonSerializer.Deserialize(reader.GetString(3), LocalStateJson.Default.StoredTask)));
        }
        return rows.ToLookup(row => row.Alloc, row => (row.Name, row.State, row.Local), StringComparer.Ordinal);
    }

    private ValueTask WriteAsync(Change change) => queue.Writer.TryWrite(change) ? ValueTask.CompletedTask : queue.Writer.WriteAsync(change);

    private async Task WriteAsync()
    {
        var batch = new List<Change>();
        while (await queue.Reader.WaitToReadAsync())
        {
            while (batch.Count < MaxBatch && queue.Reader.TryRead(out var change))
                batch.Add(change);
            Commit(batch);
            batch.Clear();
        }
    }

    private void Commit(List<Change> batch)
    {
        // What the disk refused is tried again with the next batch, in its order; the newest say most.
        unwritten.AddRange(batch.Where(change => change.Text.Length > 0));
        if (unwritten.Count > MaxQueue)
            unwritten.RemoveRange(0, unwritten.Count - MaxQueue);
        try
        {
            using var transaction = connection.BeginTransaction();
            foreach (var change in unwritten)
            {
                using var command = Command(change.Text, change.A, change.B, change.C);
                command.Transaction = transaction;
                command.ExecuteNonQuery();
            }
            transaction.Commit();
            unwritten.Clear();
            Failure = null;
        }
        catch (SqliteException problem)
        {
            Failure = new LocalStateException($"client state {connection.DataSource} cannot be written: {problem.Message}", problem);
        }
        foreach (var change in batch)
        {
            if (Failure is { } failure)
                change.Written?.TrySetException(failure);
            else
                change.Written?.TrySetResult();
        }
    }

    /// <summary>Why the last write failed, or null. Tasks go on; after a restart now the agent would not find them all.</summary>
    public LocalStateException? Failure { get; private set; }

    private SqliteCommand Command(string text, params ReadOnlySpan<string?> values)
    {
        var command = connection.CreateCommand();
        command.CommandText = text;
        string[] names = ["$a", "$b", "$c"];
        for (var index = 0; index < values.Length; index++)
        {
            if (values[index] is { } value)
                command.Parameters.AddWithValue(names[index], value);
        }
        return command;
    }

    private sealed record Change(string Text, string A, string? B = null, string? C = null)
    {
        public TaskCompletionSource? Written { get; init; }
    }
}
