using LowLatencyMM.Core.Events;
using LowLatencyMM.Replay;
using LowLatencyMM.Signing;

namespace LowLatencyMM.EndToEnd.Tests.Support;

/// <summary>Replays that must come out identical.</summary>
internal static class Replays
{
    /// <summary>Replays with the key, and requires that everything is identical and every signed order's signature came out again.</summary>
    public static ReplayResult Require(string folder)
    {
        using StarkPrivateKey key = DemoKeys.PrivateKey();
        ReplayResult result = JournalReplay.Run(folder, key);
        Assert.True(result.Identical, $"The replay differs: {result.FirstDivergence}");
        Assert.Equal(SignatureMode.Recomputed, result.Signatures);
        int signed = JournalLog.Read(folder).Of(EventKind.OrderSigned).Count();
        Assert.Equal(signed, result.SignaturesChecked);
        return result;
    }
}
