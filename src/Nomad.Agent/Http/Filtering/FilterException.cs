namespace Nomad.Agent.Http.Filtering;

/// <summary>A filter that cannot be parsed or does not fit the objects it is asked of.</summary>
public sealed class FilterException(string message) : Exception(message);
