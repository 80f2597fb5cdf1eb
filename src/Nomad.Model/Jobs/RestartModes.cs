namespace Nomad.Model.Jobs;

/// <summary>What happens when the restarts are used up.</summary>
public static class RestartModes
{
    public const string Fail = "fail";
    public const string Delay = "delay";
}
