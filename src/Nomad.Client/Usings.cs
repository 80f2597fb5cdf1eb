// The drivers have a state of a task too; here the word means what servers see.
global using TaskState = Nomad.Model.Allocations.TaskState;

[assembly: System.Runtime.CompilerServices.InternalsVisibleTo("Nomad.Client.Tests")]
