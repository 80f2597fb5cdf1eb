namespace Nomad.Raft;

/// <summary>State frozen at one index, written out while newer entries are being applied.</summary>
public interface IStateMachineView : IDisposable
{
    /// <summary>Called once, from another thread than the state machine's.</summary>
    void WriteTo(Stream target);
}
