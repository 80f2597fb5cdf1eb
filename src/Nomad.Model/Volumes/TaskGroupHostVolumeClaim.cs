namespace Nomad.Model.Volumes;

public sealed record TaskGroupHostVolumeClaim
{
    public string ID { get; init => field = value ?? ""; } = "";

    public string Namespace { get; init => field = value ?? ""; } = "";

    public string JobID { get; init => field = value ?? ""; } = "";

    public string TaskGroupName { get; init => field = value ?? ""; } = "";

    public string AllocID { get; init => field = value ?? ""; } = "";

    public string VolumeID { get; init => field = value ?? ""; } = "";

    public string VolumeName { get; init => field = value ?? ""; } = "";

    public ulong CreateIndex { get; init; }

    public ulong ModifyIndex { get; init; }
}
