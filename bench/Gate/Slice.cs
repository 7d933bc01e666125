namespace LowLatencyMM.Bench.Gate;

/// <summary>One slice of a piece and one of its kernel.</summary>
/// <param name="SubjectTicks">How long the piece took, in the ticks of <see cref="System.Diagnostics.Stopwatch"/>.</param>
/// <param name="KernelTicks">How long the kernel took.</param>
/// <param name="Crowding">The higher one of <see cref="CalmProbe.Look"/> before and after.</param>
internal readonly record struct Slice(long SubjectTicks, long KernelTicks, double Crowding)
{
    public double Ratio => (double)SubjectTicks / KernelTicks;
}
