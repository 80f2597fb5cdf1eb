namespace Nomad.Model.Jobs;

/// <summary>Which halves of a storage plugin a task is.</summary>
public static class CsiPluginTypes
{
    public const string Node = "node";
    public const string Controller = "controller";
    public const string Monolith = "monolith";
}
