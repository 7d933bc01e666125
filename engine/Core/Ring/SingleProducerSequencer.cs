using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>The sequencer of a ring with one publishing thread: claiming is private arithmetic, publishing one store.</summary>
internal sealed class SingleProducerSequencer(int size) : Sequencer(size)
{
    private Claims _claims = new() { Claimed = Sequence.InitialValue, SlowestConsumer = Sequence.InitialValue };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public override bool TryClaim(int count, int reserve, out long high)
    {
        ref Claims claims = ref _claims;
        high = claims.Claimed + count;
        long mustBeConsumed = high + reserve - Size;
        if (mustBeConsumed > claims.SlowestConsumer && !HasRoom(mustBeConsumed))
            return false;
        claims.Claimed = high;
        return true;
    }

    /// <summary>Looks where the consumers are: once a lap, or while they are slower.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool HasRoom(long mustBeConsumed)
    {
        // Acquire: a consumer at or beyond a sequence has finished reading its slot before we write it again.
        _claims.SlowestConsumer = SlowestConsumer(_claims.Claimed);
        return mustBeConsumed <= _claims.SlowestConsumer;
    }

    // Release: the events are written before the cursor covers them.
    public override void Publish(long low, long high) => Cursor.SetValue(high);

    public override long HighestPublished(long low) => Cursor.Value;

    public override long Touch(int count) => _claims.Claimed + Cursor.Fetch();

    /// <summary>What only the producer's thread touches, away from what consumers read.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 2 * Sequence.Padding)]
    private struct Claims
    {
        [FieldOffset(Sequence.Padding)]
        public long Claimed;

        [FieldOffset(Sequence.Padding + sizeof(long))]
        public long SlowestConsumer;
    }
}
