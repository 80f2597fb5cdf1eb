namespace Nomad.Jobspec.Admission.Documents;

/// <summary>Has the build write into the class that carries it how a type is read from a document.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
internal sealed class DocumentFormAttribute(Type type) : Attribute
{
    public Type Type { get; } = type;
}
