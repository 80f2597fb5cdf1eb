namespace Nomad.Model.Plans;

public sealed record PlanJobTuple
{
    public string Namespace { get; init; } = "";

    public string ID { get; init; } = "";
}
