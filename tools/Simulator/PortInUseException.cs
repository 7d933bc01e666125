namespace LowLatencyMM.Simulator;

/// <summary>Another program listens on the port asked for.</summary>
public sealed class PortInUseException : SimulatorException
{
    /// <summary>Makes the error for a TCP port of 127.0.0.1.</summary>
    public PortInUseException(int port, Exception cause)
        : base($"port {port} on 127.0.0.1 is in use by another program; choose another one, or 0 for a free one", cause) => Port = port;

    /// <summary>The port.</summary>
    public int Port { get; }
}
