namespace LowLatencyMM.Host.Display;

/// <summary>A state hash as the verbs print it: 16 hex digits.</summary>
internal static class StateHashText
{
    public static string Of(ulong hash) => hash.ToString("x16");
}
