namespace LowLatencyMM.Simulator;

/// <summary>A user's mistake that keeps the simulator from starting; the message is meant to be shown as it is.</summary>
public class SimulatorException : Exception
{
    /// <summary>Makes the error with its message.</summary>
    public SimulatorException(string message) : base(message)
    {
    }

    /// <summary>Makes the error with its message and cause.</summary>
    public SimulatorException(string message, Exception cause) : base(message, cause)
    {
    }
}
