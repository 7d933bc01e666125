using LowLatencyMM.Core.Numerics;

namespace LowLatencyMM.Core.Quoting;

/// <summary>
/// The exact solution of the GLFT problem for an inventory of at most N lots: with f the positive eigenvector to the smallest eigenvalue of
/// the tridiagonal matrix with diagonal α n² and off-diagonal −η, α = κ γQ σ² / 2, η = A exp(−(1 + x) L(x)), x = γQ/κ,
/// <c>bid distance(n) = ln(f[n] / f[n+1]) / κ + c1</c>, <c>ask distance(n) = ln(f[n] / f[n−1]) / κ + c1</c>, c1 = L(x) / κ.
/// </summary>
/// <remarks>
/// <para>f depends on ρ = α/η and N alone. So one table over ρ, built when the engine starts, serves every volatility, intensity and
/// risk aversion of the session, and a quote follows them at once: nothing has to be solved while the market moves. Between the
/// rows it is interpolated, cubically in ln ρ and linearly in n; that costs less than a millionth of
/// the distance of a flat quote.</para>
/// <para>With different intensities A_bid and A_ask the matrix is similar to the symmetric one with η from sqrt(A_bid A_ask): both quotes
/// shift by −ln(A_bid / A_ask) / (2κ), and the table holds unchanged.</para>
/// <para>A look-up is O(1) and allocates nothing.</para>
/// </remarks>
public sealed class GlftTable
{
    /// <summary>Largest N.</summary>
    public const int MaxLots = 200;

    private const int RowsPerDecade = 16;
    private const double Ln10 = 2.302585092994045684;
    private const double LnStep = Ln10 / RowsPerDecade;
    private const double LnLowest = -14 * Ln10;
    private const int Rows = 20 * RowsPerDecade + 1;

    private readonly int _lots;
    private readonly double[] _lnRatios;

    /// <summary>Solves for every row: a few milliseconds.</summary>
    /// <param name="lots">N, 1 to <see cref="MaxLots"/>.</param>
    public GlftTable(int lots)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(lots, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lots, MaxLots);
        _lots = lots;
        _lnRatios = new double[Rows * lots];
        for (int row = 0; row < Rows; row++)
            Solve(Elementary.Exp(LnLowest + row * LnStep), _lnRatios.AsSpan(row * lots, lots));
    }

    /// <summary>
    /// Shift of the middle of the quote from the fair price, and half-spread. Where the model has no bid (a lot more would exceed N) or no
    /// ask, the last one that it has stands in, and the side is reported.
    /// </summary>
    public void Quote(in QuoteInputs inputs, out double shift, out double halfSpread, out bool hasBid, out bool hasAsk)
    {
        double sigma = inputs.FairPrice * inputs.SigmaRelative;
        double x = inputs.GammaLot / inputs.Kappa;
        double shape = LiquidityTerm.L(x);
        double rho = 0.5 * inputs.Kappa * inputs.GammaLot * sigma * sigma / inputs.Intensity * Elementary.Exp((1 + x) * shape);
        double first = shape / inputs.Kappa;
        double bid = Distance(inputs.InventoryLots, rho) / inputs.Kappa + first;
        double ask = Distance(-inputs.InventoryLots, rho) / inputs.Kappa + first;
        hasBid = inputs.InventoryLots <= _lots - 1;
        hasAsk = inputs.InventoryLots >= 1 - _lots;
        shift = (ask - bid) / 2;
        halfSpread = (ask + bid) / 2;
    }

    /// <summary>
    /// Solves for one ρ: writes ln(f[n] / f[n+1]) for n = 0 to N − 1, N being the room, and gives the smallest eigenvalue in units of η.
    /// </summary>
    /// <remarks>
    /// From the boundary inwards the ratios f[n−1]/f[n] = ρn² − μ − f[n+1]/f[n] are all positive, and by symmetry −μ = 2 f[1]/f[0]. Left of
    /// the smallest root −μ is larger, right of it smaller or a ratio is not positive: bisection, to the last bit. Each ratio keeps its relative
    /// precision however small f becomes, which a general eigensolver does not promise.
    /// </remarks>
    public static double Solve(double rho, Span<double> lnRatios)
    {
        double low = -2, high = 0;
        while (true)
        {
            double middle = low + (high - low) / 2;
            if (!(middle > low && middle < high))
                break;
            if (IsBelowSmallest(middle, rho, lnRatios))
                low = middle;
            else
                high = middle;
        }
        IsBelowSmallest(low, rho, lnRatios);
        for (int n = 0; n < lnRatios.Length; n++)
            lnRatios[n] = Elementary.Ln(lnRatios[n]);
        return low;
    }

    private static bool IsBelowSmallest(double mu, double rho, Span<double> ratios)
    {
        double ratio = double.PositiveInfinity;
        for (int n = ratios.Length; n > 0; n--)
        {
            ratio = rho * n * n - mu - 1 / ratio;
            if (!(ratio > 0))
                return false;
            ratios[n - 1] = ratio;
        }
        return -mu > 2 / ratio;
    }

    /// <summary>ln(f[n] / f[n+1]) for any n, held at the last bid beyond the table; the ask's is that of −n.</summary>
    private double Distance(double lots, double rho)
    {
        double n = Math.Min(Math.Max(lots, -_lots), _lots - 1);
        int below = (int)Math.Floor(n);
        double weight = n - below;
        double position = (Elementary.Ln(rho) - LnLowest) / LnStep;
        // Beyond the lowest row the boundary alone decides and nothing changes any more.
        position = Math.Min(Math.Max(position, 1), Rows - 3);
        int row = (int)position;
        double t = position - row;
        double value = AtRow(below, row, t);
        return weight > 0 ? value + weight * (AtRow(below + 1, row, t) - value) : value;
    }

    /// <summary>Cubic through the four rows around.</summary>
    private double AtRow(int n, int row, double t)
    {
        int column = n >= 0 ? n : -n - 1;
        int at = row * _lots + column;
        double before = _lnRatios[at - _lots];
        double first = _lnRatios[at];
        double second = _lnRatios[at + _lots];
        double after = _lnRatios[at + 2 * _lots];
        double value = (t + 1) * (t - 1) * (t - 2) / 2 * first - (t + 1) * t * (t - 2) / 2 * second
            + (t + 1) * t * (t - 1) / 6 * after - t * (t - 1) * (t - 2) / 6 * before;
        return n >= 0 ? value : -value;
    }
}
