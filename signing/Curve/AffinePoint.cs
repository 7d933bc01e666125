using LowLatencyMM.Signing.Arithmetic;

namespace LowLatencyMM.Signing.Curve;

/// <summary>A finite curve point (x, y), both coordinates reduced.</summary>
internal struct AffinePoint
{
    public FieldElement X;
    public FieldElement Y;
}
