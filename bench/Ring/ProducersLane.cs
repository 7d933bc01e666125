namespace LowLatencyMM.Bench.Ring;

/// <summary>A lane with several producing threads of its own, which share each measurement's events.</summary>
internal abstract class ProducersLane : Lane
{
    private readonly ProducerThreads _producers;

    /// <param name="name">What it is.</param>
    /// <param name="producers">How many threads produce.</param>
    protected ProducersLane(string name, int producers) : base(name) =>
        _producers = new ProducerThreads(producers, (_, first, count) => SendPart(first, count));

    protected override long AllocatedByOthers => _producers.AllocatedBytes;

    protected override void SendMany(long first, int count) => _producers.Run(first, count);

    /// <summary>Sends a part of the events; called by each producing thread.</summary>
    protected abstract void SendPart(long first, int count);

    /// <summary>Ends the producing threads.</summary>
    protected void EndProducers() => _producers.Dispose();
}
