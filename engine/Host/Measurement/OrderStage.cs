namespace LowLatencyMM.Host.Measurement;

/// <summary>The parts of an order's way from the wire to the wire, in their order, and the whole.</summary>
public enum OrderStage
{
    /// <summary>Last byte received → frame parsed; not of a cause that is no frame.</summary>
    Parse,

    /// <summary>Parsed → published in the ring; only where the two were read apart (a large frame, a ring without room).</summary>
    Publish,

    /// <summary>Published → the engine's thread begins; from its receive time if the cause is no frame.</summary>
    Hop,

    /// <summary>Begun → journaled, book, estimators and quote done; with risk, if the quote did not change.</summary>
    Decide,

    /// <summary>Quote → risk and order steering done; only where the quote changed.</summary>
    Risk,

    /// <summary>Decided → its turn; only of an order that waits for another of the same batch to be signed and sent.</summary>
    Queue,

    /// <summary>Its turn → hash and signature there; not of a cancel.</summary>
    Sign,

    /// <summary>Signed, a cancel: its turn → request encoded, just before the send call.</summary>
    Encode,

    /// <summary>The send call.</summary>
    Send,

    /// <summary>Last byte received → just before the send call.</summary>
    BeforeSend,

    /// <summary>Last byte received → the send call returned.</summary>
    OnSocket,
}
