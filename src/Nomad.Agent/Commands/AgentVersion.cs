using System.Reflection;

namespace Nomad.Agent.Commands;

/// <summary>The version of this program.</summary>
internal static class AgentVersion
{
    public static string Text { get; } =
        (typeof(AgentVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "2.0.0").Split('+')[0];
}
