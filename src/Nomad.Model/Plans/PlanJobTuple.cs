namespace Nomad.Model.Plans;

public sealed record PlanJobTuple
{
    public string Namespace { get; init => field = value ?? ""; } = "";

    public string ID { get; init => field = value ?? ""; } = "";
}
