using Nomad.Model.Jobs;

namespace Nomad.Jobspec.Admission.Rules;

/// <summary>What must hold for a volume that a group asks for.</summary>
internal static class VolumeRules
{
    public static void Check(Job job, TaskGroup group, VolumeRequest volume, ErrorList errors)
    {
        errors.If(volume.Type is not (VolumeTypes.Host or VolumeTypes.Csi), $"volume has unrecognized type: {volume.Type}");
        errors.If(volume.Source.Length == 0, "volume has an empty source");
        if (volume.PerAlloc)
        {
            errors.If(job.Type is JobTypes.System or JobTypes.Sysbatch, "volume cannot be per_alloc for system or sysbatch jobs");
            errors.If(group.Update is { Canary: > 0 }, "volume cannot be per_alloc when canaries are in use");
            errors.If(volume.Sticky, "volume cannot be per_alloc and sticky at the same time");
        }

        var readOnlyMode = volume.AccessMode is "single-node-reader-only" or "multi-node-reader-only";
        errors.If(readOnlyMode && !volume.ReadOnly, $"{volume.AccessMode} volumes must be read-only");
        if (volume.Type == VolumeTypes.Host)
        {
            errors.If(volume.MountOptions is not null, "host volumes cannot have mount options");
            return;
        }

        if (volume.Type != VolumeTypes.Csi)
            return;
        errors.If(volume.AttachmentMode is not ("file-system" or "block-device"), "CSI volumes must have an attachment mode");
        errors.If(volume.AttachmentMode == "block-device" && volume.MountOptions is not null, "block devices cannot have mount options");
        errors.If(volume.AccessMode.Length == 0, "CSI volumes must have an access mode");
        if (group.Count <= 1 || volume.PerAlloc)
            return;
        errors.If(volume.AccessMode == "single-node-reader-only", $"volume with {volume.AccessMode} access mode allows only one reader");
        errors.If(volume.AccessMode == "single-node-writer" || (volume.AccessMode == "multi-node-single-writer" && !volume.ReadOnly),
            $"volume with {volume.AccessMode} access mode allows only one writer");
    }
}
