using System.Text.Json;
using System.Text.Json.Nodes;
using Nomad.Jobspec.Admission;
using Nomad.Model.Jobs;
using Nomad.Model.Json;
using Xunit;

namespace Nomad.Jobspec.Tests.Admission;

/// <summary>No document makes admission fail in another way than by <see cref="JsonException"/> or by its report.</summary>
public sealed class HostileDocumentTests
{
    private const int Documents = 2000;

    private const string More = """
        J.Periodic={"Specs":["@daily"],"TimeZone":"UTC"};;J.ParameterizedJob={"Payload":"optional","MetaRequired":["a"]};;J.Meta={"a":"b"};;J.UI={"Description":"x","Links":[{"Label":"a","URL":"b"}]};;J.Update={"Stagger":1,"MaxParallel":2};;J.Multiregion={"Strategy":{"MaxParallel":1},"Regions":[{"Name":"a","Count":1,"Meta":{"a":"b"}}]};;G.Affinities=[{"LTarget":"a","RTarget":"b","Weight":5}];;G.Spreads=[{"Attribute":"a","Weight":5,"SpreadTarget":[{"Value":"x","Percent":6}]}];;G.Update={"Canary":1};;G.Migrate={"MaxParallel":1};;G.ReschedulePolicy={"Attempts":5,"Interval":9000000000000,"Unlimited":false,"DelayFunction":"fibonacci"};;G.RestartPolicy={"Attempts":3,"Interval":9000000000,"Delay":10};;G.Disconnect={"LostAfter":5};;G.Scaling={"Min":1,"Max":5,"Policy":{"a":[1,null]}};;G.Consul={"Cluster":"x"};;G.EphemeralDisk={"SizeMB":500};;G.Services.0.Connect={"SidecarService":{"Proxy":{"Upstreams":[{"DestinationName":"a"}]}}};;G.Services.0.Weights={"Passing":1};;G.Services.0.CheckRestart={"Limit":3};;G.Networks.0.ReservedPorts=[{"Label":"a","Value":80}];;G.Networks.0.CNI={"Args":{"a":"b"}};;G.Networks.0.DNS={"Servers":["1.1.1.1"]};;T.Vault={"Role":"a"};;T.Secrets=[{"Name":"s","Provider":"nomad","Path":"p"}];;T.Identities=[{"Name":"a","Audience":["x"],"TTL":5}];;T.Actions=[{"Name":"a","Command":"b"}];;T.Schedule={"Cron":{"Start":"0 8 * * * *","End":"0 18"}};;T.CSIPluginConfig={"ID":"a","Type":"node"};;T.Lifecycle={"Hook":"poststop"};;T.LogConfig={"MaxFiles":1};;T.Resources.Devices=[{"Name":"gpu","Count":1,"Constraints":[{"LTarget":"a","RTarget":"b"}]}];;T.Resources.NUMA={"Affinity":"prefer"};;T.Artifacts.0.GetterOptions={"checksum":"md5:aa"};;T.Services=[{"Name":"x","Provider":"nomad"}];;T.ScalingPolicies=[{"Max":1}]
        """;

    private static readonly string[] Values =
    [
        "null", "\"\"", "\"x\"", "\"${\"", "\"\\u0000\"", "\"30s\"", "\"99999999999h\"", "-1", "0", "1.5", "9223372036854775807", "-9223372036854775808", "2147483647", "1e300",
        "true", "[]", "{}", "[null]", "[[]]", "[{}]", "{\"\":null}", "{\"a\":{}}", "[\"a\",\"a\"]",
    ];

    [Fact]
    public void Spoiled_documents_are_reported_never_thrown()
    {
        var text = GoodJob.Edited(More.Trim()).ToJsonString();
        var (admitted, all) = (0, 0);
        Seeds.Each(Documents, seed =>
        {
            var random = new Random(seed);
            var document = JsonNode.Parse(text)!.AsObject();
            for (var edits = random.Next(1, 4); edits > 0; edits--)
                Spoil(document, random);
            (admitted, all) = (admitted + (Admit(document) ? 1 : 0), all + 1);
        });
        Assert.InRange(admitted, all / 4, all);
    }

    [Fact]
    public void What_is_parsed_for_admission_is_admitted_as_its_copy_is()
    {
        var text = GoodJob.Edited(More.Trim()).ToJsonString();
        Seeds.Each(Documents, seed =>
        {
            var random = new Random(seed);
            var document = JsonNode.Parse(text)!.AsObject();
            for (var edits = random.Next(0, 4); edits > 0; edits--)
                Spoil(document, random);
            var spoiled = document.ToJsonString();
            Assert.Equal(
                Outcome(() => JobAdmission.Canonicalize(JsonNode.Parse(spoiled)!.AsObject(), new AdmissionOptions())),
                Outcome(() => JobAdmission.CanonicalizeOwn(JobAdmission.Read(JsonElement.Parse(spoiled)), new AdmissionOptions())));
        });
    }

    [Fact]
    public void Of_fields_told_twice_the_last_counts()
    {
        var job = JobAdmission.CanonicalizeOwn(JobAdmission.Read(JsonElement.Parse(
            """{"id":"a","ID":"b","Meta":{"k":"1","K":"2","k":"3"},"TaskGroups":[{"count":1,"Count":2},null],"TaskGroups":[{"name":"g","Count":3}]}""")), new AdmissionOptions());
        Assert.Equal("b", job.ID);
        Assert.Equal(["3", "2"], [job.Meta!["k"], job.Meta["K"]]);
        Assert.Equal(("g", 3), (Assert.Single(job.TaskGroups!).Name, job.TaskGroups![0].Count));
    }

    private static string Outcome(Func<Job> admit)
    {
        try
        {
            return JsonSerializer.Serialize(admit(), ModelJson.Default.Job);
        }
        catch (JsonException problem)
        {
            return "refused: " + problem.Message;
        }
    }

    [Fact]
    public void Deep_and_long_documents_are_reported_or_refused()
    {
        var deep = new JsonObject();
        for (var i = 0; i < 2000; i++)
            deep = new JsonObject { ["Config"] = deep };
        Assert.False(Admit(new JsonObject { ["TaskGroups"] = new JsonArray(new JsonObject { ["Tasks"] = new JsonArray(deep) }) }));
        var groups = new JsonArray([.. Enumerable.Range(0, 2000).Select(_ => JsonNode.Parse("{\"Name\": \"g\", \"Tasks\": [{\"Name\": \"t\"}, {\"Name\": \"t\"}]}"))]);
        Assert.True(Admit(new JsonObject { ["ID"] = "a", ["TaskGroups"] = groups }));
    }

    [Fact]
    public void Keys_of_the_author_keep_their_case_and_fields_of_the_api_have_none()
    {
        var job = GoodJob.Job("""T.Env={"A":"1","a":"2","n":null};;T.config={"X":[null,{"y":1}],"x":2};;T.Meta={"k":"v"}""");
        var task = job.TaskGroups![0].Tasks![0];
        Assert.Equal(["1", "2", ""], [task.Env!["A"], task.Env["a"], task.Env["n"]]);
        Assert.Equal("[null,{\"y\":1}]", task.Config!["X"].GetRawText());
        Assert.Equal("2", task.Config["x"].GetRawText());
    }

    /// <summary>Whether the document has the shape of a job at all.</summary>
    private static bool Admit(JsonObject document)
    {
        try
        {
            var report = JobAdmission.Validate(JobAdmission.Canonicalize(document, new AdmissionOptions()));
            Assert.NotNull(report.ErrorText + report.WarningText);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
        catch (Exception problem) when (problem is not Xunit.Sdk.XunitException)
        {
            throw new InvalidOperationException("thrown for " + document.ToJsonString(), problem);
        }
    }

    private static void Spoil(JsonObject document, Random random)
    {
        var owners = new List<JsonNode>();
        Collect(document, owners);
        switch (owners[random.Next(owners.Count)])
        {
            case JsonArray { Count: > 0 } list:
                var at = random.Next(list.Count);
                list[at] = Other(list[at], random);
                break;
            case JsonObject { Count: > 0 } owner:
                var key = owner.ElementAt(random.Next(owner.Count)).Key;
                owner[key] = Other(owner[key], random);
                break;
        }
    }

    /// <summary>Mostly a value of the same kind, so that the document still has the shape of a job.</summary>
    private static JsonNode? Other(JsonNode? old, Random random)
    {
        var kind = old?.GetValueKind() ?? JsonValueKind.Null;
        var values = Values.Select(text => JsonNode.Parse(text)).ToList();
        var alike = values.Where(value => (value?.GetValueKind() ?? JsonValueKind.Null) == kind).ToList();
        return alike.Count > 0 && random.Next(8) > 0 ? alike[random.Next(alike.Count)] : values[random.Next(values.Count)];
    }

    private static void Collect(JsonNode? node, List<JsonNode> owners)
    {
        if (node is JsonArray or JsonObject)
            owners.Add(node);
        foreach (var inner in node is JsonObject map ? map.Select(pair => pair.Value) : node is JsonArray list ? list : [])
            Collect(inner, owners);
    }
}
