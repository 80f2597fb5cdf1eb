using Nomad.Server.State;

namespace Nomad.Server.Commands.Records;

/// <summary>
/// The forms of commands and rows of the state, made while the project is compiled (docs/decisions/0011-records-in-bytes.md). What comes
/// of them can be read by every later version: fields may be added and left away, and a field that gets another name is another field.
/// One whose type changes needs another name: its tag says only how its bytes are laid out, not whether a number has a sign or what a text means.
/// </summary>
[RecordForm(typeof(Command))]
[RecordForm(typeof(ApplyPlanHead))]
[RecordForm(typeof(Job)), RecordForm(typeof(JobSubmission)), RecordForm(typeof(JobSummary))]
[RecordForm(typeof(PeriodicLaunch)), RecordForm(typeof(JobScalingEvents))]
[RecordForm(typeof(Node)), RecordForm(typeof(Evaluation)), RecordForm(typeof(Deployment)), RecordForm(typeof(Allocation))]
[RecordForm(typeof(Namespace)), RecordForm(typeof(NodePool)), RecordForm(typeof(QuotaSpec)), RecordForm(typeof(QuotaUse))]
[RecordForm(typeof(SchedulerConfiguration)), RecordForm(typeof(AutopilotConfig)), RecordForm(typeof(ClusterMetadata))]
[RecordForm(typeof(CSIVolume)), RecordForm(typeof(VolumeClaims)), RecordForm(typeof(CSIPlugin))]
[RecordForm(typeof(RescheduleTracker)), RecordForm(typeof(NetworkResource))]
[RecordForm(typeof(IReadOnlyList<AllocState>), "AllocStates")]
[RecordForm(typeof(IReadOnlyDictionary<string, AllocatedTaskResources>), "TaskResources")]
[RecordForm(typeof(IReadOnlyDictionary<string, TaskLifecycleConfig>), "TaskLifecycles")]
internal static partial class RecordForms;
