using System.Reflection;
using System.Runtime.CompilerServices;
using LowLatencyMM.Core;
using LowLatencyMM.Feed;
using LowLatencyMM.Gateway;
using LowLatencyMM.Journal;

namespace LowLatencyMM.Host.WarmUp;

/// <summary>
/// The static tables of the rooms that the engine's threads run through. The runtime builds a table when code first asks for it: the
/// first fill or refusal would pay for that, minutes after the start.
/// </summary>
internal static class StaticTables
{
    private static readonly Assembly[] Rooms =
        [typeof(TradingCore).Assembly, typeof(WallClock).Assembly, typeof(JournalWriter).Assembly, typeof(OrderTerms).Assembly];

    /// <summary>Builds all of them.</summary>
    public static void Build()
    {
        foreach (Type type in Rooms.SelectMany(room => room.GetTypes()))
        {
            if (type.TypeInitializer is not null && !type.ContainsGenericParameters)
                RuntimeHelpers.RunClassConstructor(type.TypeHandle);
        }
    }
}
