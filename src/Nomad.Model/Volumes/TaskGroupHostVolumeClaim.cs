namespace Nomad.Model.Volumes;

public sealed record TaskGroupHostVolumeClaim
{
    public string ID { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string JobID { get; init; } = "";

    public string TaskGroupName { get; init; } = "";

    public string AllocID { get; init; } = "";

    public string VolumeID { get; init; } = "";

    public string VolumeName { get; init; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
