namespace LowLatencyMM.Core.Settings;

/// <summary>The names of <see cref="IntensityMethod"/> in the configuration, aliases included.</summary>
public static class IntensityMethods
{
    /// <summary>The names that stand in messages.</summary>
    public const string Names = "simple, virtual_quoting (virtual, vq), depth_intensity (depth), trade_depth";

    /// <summary>The method that a name means, in whatever case. False if none does: an unknown name is an error, never a default.</summary>
    public static bool TryParse(string name, out IntensityMethod method)
    {
        IntensityMethod? found = name.Trim().ToLowerInvariant() switch
        {
            "simple" => IntensityMethod.Simple,
            "virtual_quoting" or "virtual" or "vq" => IntensityMethod.VirtualQuoting,
            "depth_intensity" or "depth" => IntensityMethod.DepthIntensity,
            "trade_depth" => IntensityMethod.TradeDepth,
            _ => null,
        };
        method = found ?? default;
        return found is not null;
    }

    /// <summary>The method's name in the configuration.</summary>
    public static string NameOf(IntensityMethod method) => method switch
    {
        IntensityMethod.Simple => "simple",
        IntensityMethod.VirtualQuoting => "virtual_quoting",
        IntensityMethod.DepthIntensity => "depth_intensity",
        _ => "trade_depth",
    };
}
