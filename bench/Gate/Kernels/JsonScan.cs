using System.Runtime.CompilerServices;

namespace LowLatencyMM.Bench.Gate.Kernels;

/// <summary>
/// A scan of a best bid and ask byte by byte: quotes, structure, digits to a number. What parsing is compared with. Frozen, its text too: a
/// change makes every baseline void.
/// </summary>
internal sealed class JsonScan
{
    private readonly byte[] _text =
        """{"type":"SNAPSHOT","data":{"m":"BTC-USD","b":[{"q":"1.00000","p":"97000"}],"a":[{"q":"1.00000","p":"97001"}]},"ts":1790000000000,"seq":1000000000}"""u8.ToArray();

    /// <summary>What was computed, kept so that no compiler leaves the work out.</summary>
    public ulong Residue { get; private set; }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public void Run(int texts)
    {
        ulong sum = Residue;
        for (int n = 0; n < texts; n++)
        {
            ulong number = 0;
            bool quoted = false;
            int depth = 0;
            foreach (byte b in _text)
            {
                if (b == '"')
                    quoted = !quoted;
                else if (b is >= (byte)'0' and <= (byte)'9')
                    number = (number * 10) + (ulong)(b - '0');
                else if (!quoted && b is (byte)'{' or (byte)'[')
                    depth++;
                else if (!quoted && b is (byte)'}' or (byte)']')
                    sum += number + (ulong)depth--;
            }
        }
        Residue = sum;
    }
}
