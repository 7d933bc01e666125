using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LowLatencyMM.Core.Ring;

/// <summary>
/// A ring of events after the LMAX Disruptor: producers claim slots, fill them in place and publish them; consumers see every event
/// in one order. Events are values in native memory; nothing allocates after construction, and nothing locks unless a consumer
/// sleeps.
/// </summary>
/// <remarks>
/// <para>Memory order rests on <see cref="Volatile"/> and <see cref="Interlocked"/> alone, so it is right on x64 and arm64: an event is
/// written before its publication (release), read after it (acquire), and its slot written again only after all last consumers have
/// advanced beyond it (release, acquire).</para>
/// <para><b>The reserve.</b> A handler that publishes into the ring that it consumes from must not wait for a full ring: it is the one
/// that empties it. So producers outside leave <see cref="Reserve"/> slots free, which only <see cref="TryNextReserved"/> may use. While
/// the handler works, each event that it consumes frees one slot and may publish some. If it publishes at most <c>a</c> events for
/// each event from outside and none for its own, then a reserve of at least <c>size - (size - 1) / a</c> (integer division) never
/// runs out, however fast the producers are.</para>
/// </remarks>
/// <typeparam name="T">The event: blittable. An event of 128 bytes spans two cache lines exactly.</typeparam>
public sealed unsafe class RingBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>The alignment of the first slot, in bytes.</summary>
    public const int Alignment = 128;

    private readonly Sequencer _sequencer;

    // One of the two is the sequencer, by its own type: calls of sealed methods are direct and inlined.
    private readonly SingleProducerSequencer? _single;
    private readonly MultiProducerSequencer? _multi;
    private readonly IWaitStrategy _waitStrategy;
    private readonly bool _mustSignal;
    private readonly int _mask;
    private T* _slots;

    // Of the consumer that publishes while it waits; null if there is none.
    private Func<bool>? _makeRoom;

    /// <summary>An empty ring.</summary>
    /// <param name="size">Slots: a power of two, at least 2.</param>
    /// <param name="reserve">Slots that producers outside leave free; 0 to <paramref name="size"/> - 1.</param>
    /// <param name="waitStrategy">How consumers wait. It belongs to this ring alone.</param>
    /// <param name="producerType">Whether one thread publishes or several do.</param>
    public RingBuffer(int size, int reserve, IWaitStrategy waitStrategy, ProducerType producerType = ProducerType.Multi)
    {
        if (size < 2 || !BitOperations.IsPow2(size))
            throw new ArgumentOutOfRangeException(nameof(size), size, "A ring's size must be a power of two, at least 2.");
        if (reserve < 0 || reserve >= size)
            throw new ArgumentOutOfRangeException(nameof(reserve), reserve, $"The reserve must be 0 to {size - 1}, less than the ring's size.");
        ArgumentNullException.ThrowIfNull(waitStrategy);
        Size = size;
        Reserve = reserve;
        _mask = size - 1;
        _waitStrategy = waitStrategy;
        _mustSignal = waitStrategy.Blocks;
        if (producerType == ProducerType.Single)
            _sequencer = _single = new SingleProducerSequencer(size);
        else
            _sequencer = _multi = new MultiProducerSequencer(size);

        nuint bytes = (nuint)size * (nuint)sizeof(T);
        _slots = (T*)NativeMemory.AlignedAlloc(bytes, Alignment);
        if ((nuint)_slots % Alignment != 0)
            throw new InvalidOperationException("The ring's memory is not aligned.");
        // Also makes the system back every page now, not at the first event.
        NativeMemory.Clear(_slots, bytes);
    }

    /// <summary>Slots.</summary>
    public int Size { get; }

    /// <summary>Slots that only <see cref="TryNextReserved"/> may use when nothing else is free.</summary>
    public int Reserve { get; }

    /// <summary>
    /// The highest sequence that is claimed (several producers) or published (one producer); -1 before the first. For statistics: what
    /// can be consumed, a <see cref="SequenceBarrier"/> knows.
    /// </summary>
    public long Cursor => _sequencer.Cursor.Value;

    /// <summary>
    /// Fetches the next <paramref name="count"/> slots and what claiming them needs, for writing, and changes nothing, whoever else claims and writes
    /// there. For the thread that will publish next, while it waits; for slots that consist of words of 8 bytes.
    /// </summary>
    public long Touch(int count)
    {
        long touched = _sequencer.Touch(count);
        long next = Cursor + 1;
        for (long sequence = next; sequence < next + count; sequence++)
            touched += CacheLines.Fetch(ref _slots[sequence & _mask]);
        return touched;
    }

    /// <summary>Whether the ring was halted.</summary>
    public bool IsHalted => _sequencer.IsHalted;

    /// <summary>What the first failing handler threw; null if none failed.</summary>
    public Exception? HaltCause => _sequencer.HaltCause;

    /// <summary>Whether the last consumers are behind the cursor. Only conclusive while no producer outside is at work.</summary>
    public bool HasBacklog => _sequencer.HasBacklog();

    /// <summary>
    /// The slot of a sequence: to be filled by whoever claimed it, until it is published; to be read by consumers, until they advance
    /// beyond it. Not checked.
    /// </summary>
    public ref T this[long sequence]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref _slots[sequence & _mask];
    }

    /// <summary>Claims slots for a producer outside, if so many and the reserve are free and the ring is not halted.</summary>
    /// <param name="count">How many: 1 to <see cref="Size"/> - <see cref="Reserve"/>.</param>
    /// <param name="high">The sequence of the last of them; the first is <c>high - count + 1</c>. They must be published, come what may.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryNext(int count, out long high) => TryClaim(count, Reserve, out high);

    /// <summary>
    /// As <see cref="TryNext"/>, but for the handlers that consume from this ring: the reserve may be used. They must not wait if it
    /// fails.
    /// </summary>
    /// <param name="count">How many: 1 to <see cref="Size"/>.</param>
    /// <param name="high">The sequence of the last of them.</param>
    public bool TryNextReserved(int count, out long high) => TryClaim(count, 0, out high);

    /// <summary>
    /// Claims slots for a producer outside; waits until there is room. On the thread of a consumer that publishes while it waits for events
    /// (<see cref="PollingWaitStrategy"/>), it handles events until there is: it would wait for itself.
    /// </summary>
    /// <returns>The sequence of the last of them.</returns>
    /// <exception cref="RingHaltedException">The ring is halted.</exception>
    /// <exception cref="InvalidOperationException">Such a consumer's handler claims: handlers have the reserve.</exception>
    public long Next(int count)
    {
        var spin = new SpinWait();
        long high;
        while (!TryNext(count, out high))
        {
            if (IsHalted)
                _sequencer.ThrowHalted();
            if (_makeRoom is null || !_makeRoom())
                spin.SpinOnce();
        }
        return high;
    }

    /// <summary>Publishes claimed slots; consumers see all of them or none.</summary>
    /// <param name="low">The first sequence.</param>
    /// <param name="high">The last sequence.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Publish(long low, long high)
    {
        if (_single is not null)
            _single.Publish(low, high);
        else
            _multi!.Publish(low, high);
        if (_mustSignal)
            _waitStrategy.SignalAllWhenBlocking();
    }

    /// <summary>Publishes one claimed slot.</summary>
    public void Publish(long sequence) => Publish(sequence, sequence);

    /// <summary>A barrier behind which events appear once they are published and all <paramref name="dependents"/> are done with them.</summary>
    public SequenceBarrier NewBarrier(params Sequence[] dependents) =>
        new(_sequencer, new SlotLines(_slots, _mask, sizeof(T)), _waitStrategy, dependents);

    /// <summary>Adds a last consumer: its slots are not written again before it has advanced beyond them.</summary>
    /// <exception cref="InvalidOperationException">An event was published already.</exception>
    public void AddGatingSequence(Sequence sequence) => _sequencer.AddGatingSequence(sequence);

    /// <summary>
    /// Halts the ring for good: waiting consumers and producers wake up, processors end after the batch in hand, nothing can be claimed
    /// any more. What is published but not handled stays unhandled: drain first (<see cref="Disruptor{T}.Shutdown"/>).
    /// </summary>
    public void Halt() => Halt(null);

    /// <summary>Frees the memory. Only after the last processor and producer has ended, and nobody waits at a barrier any more.</summary>
    public void Dispose()
    {
        NativeMemory.AlignedFree(_slots);
        _slots = null;
    }

    /// <summary>See <see cref="IWaitStrategy.BatchingPause"/>.</summary>
    internal int BatchingPause => _waitStrategy.BatchingPause;

    /// <summary>
    /// Names what makes room on the consumer's own thread: true if events were handled, false on any other thread or if there was none.
    /// </summary>
    internal void MakeRoomWith(Func<bool> makeRoom)
    {
        if (_makeRoom is not null)
            throw new InvalidOperationException("A ring whose consumer publishes while it waits has one consumer.");
        _makeRoom = makeRoom;
    }

    /// <summary>See <see cref="IWaitStrategy.PublishesWhileWaiting"/>.</summary>
    internal bool ConsumerPublishesWhileWaiting => _waitStrategy.PublishesWhileWaiting;

    internal void Halt(Exception? cause)
    {
        _sequencer.Halt(cause);
        _waitStrategy.SignalAllWhenBlocking();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryClaim(int count, int reserve, out long high)
    {
        if ((uint)(count - 1) >= (uint)(Size - reserve))
            ThrowCount(count, Size - reserve);
        if (_sequencer.IsHalted)
        {
            high = Sequence.InitialValue;
            return false;
        }
        return _single is not null ? _single.TryClaim(count, reserve, out high) : _multi!.TryClaim(count, reserve, out high);
    }

    private static void ThrowCount(int count, int most) =>
        throw new ArgumentOutOfRangeException(nameof(count), count, $"1 to {most} slots can be claimed at once.");
}
