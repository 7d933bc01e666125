namespace LowLatencyMM.Core.Settings;

/// <summary>The model that gives reservation price and half-spread (<c>quote_model</c>). The values are the journal's.</summary>
public enum QuoteModelKind
{
    /// <summary>Avellaneda and Stoikov, with a horizon.</summary>
    AvellanedaStoikov = 0,

    /// <summary>Guéant, Lehalle and Fernandez-Tapia, closed-form approximation: no horizon, needs the intensity A as well as κ.</summary>
    Glft = 1,

    /// <summary>The same problem solved exactly for a bounded inventory, from a table.</summary>
    GlftExact = 2,
}
