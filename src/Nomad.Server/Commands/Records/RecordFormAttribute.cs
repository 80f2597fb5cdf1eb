namespace Nomad.Server.Commands.Records;

/// <summary>Has the build write the form of a type into the class that carries it, as a property of the type's name or of one that is given.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class RecordFormAttribute(Type type, string? name = null) : Attribute
{
    public Type Type { get; } = type;

    public string? Name { get; } = name;
}
