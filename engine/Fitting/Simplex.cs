namespace LowLatencyMM.Fitting;

/// <summary>
/// Minimum of a function of a few variables without derivatives, by the simplex method of J. Nelder and R. Mead (1965), with the usual
/// coefficients: reflect 1, expand 2, contract and shrink one half.
/// </summary>
/// <remarks>The first simplex goes the same step along every axis, whatever the start is: it has a volume even where the start is 0.</remarks>
public static class Simplex
{
    /// <summary>Moves <paramref name="point"/> to a minimum and gives the value there.</summary>
    /// <param name="function">The function; infinite where it is not defined.</param>
    /// <param name="point">The start; the minimum afterwards.</param>
    /// <param name="step">Length of the first simplex's edges, not 0.</param>
    /// <param name="tolerance">Ends when the values at the corners differ by less.</param>
    /// <param name="mostEvaluations">Ends at the latest after so many calls of the function.</param>
    public static double Minimize(
        Func<double[], double> function, double[] point, double step, double tolerance = 1e-11, int mostEvaluations = 6_000)
    {
        int size = point.Length;
        double[][] corners = new double[size + 1][];
        double[] values = new double[size + 1];
        for (int i = 0; i <= size; i++)
        {
            corners[i] = (double[])point.Clone();
            if (i > 0)
                corners[i][i - 1] += step;
            values[i] = function(corners[i]);
        }
        int evaluations = size + 1;
        double[] centre = new double[size];
        double[] trial = new double[size];
        double[] second = new double[size];
        while (evaluations < mostEvaluations)
        {
            Array.Sort(values, corners);
            if (Math.Abs(values[size] - values[0]) <= tolerance * (1 + Math.Abs(values[0])))
                break;
            for (int j = 0; j < size; j++)
            {
                centre[j] = 0;
                for (int i = 0; i < size; i++)
                    centre[j] += corners[i][j] / size;
            }
            double reflected = At(-1, trial);
            if (reflected < values[0])
            {
                double expanded = At(-2, second);
                if (expanded < reflected)
                    Replace(second, expanded);
                else
                    Replace(trial, reflected);
            }
            else if (reflected < values[size - 1])
            {
                Replace(trial, reflected);
            }
            else
            {
                double contracted = At(reflected < values[size] ? -0.5 : 0.5, second);
                if (contracted < Math.Min(reflected, values[size]))
                    Replace(second, contracted);
                else
                    Shrink();
            }
        }
        Array.Sort(values, corners);
        corners[0].CopyTo(point, 0);
        return values[0];

        // From the centre of all corners but the worst, towards it (above 0) or away from it.
        double At(double share, double[] place)
        {
            for (int j = 0; j < size; j++)
                place[j] = centre[j] + share * (corners[size][j] - centre[j]);
            evaluations++;
            return function(place);
        }

        void Replace(double[] place, double value)
        {
            place.CopyTo(corners[size], 0);
            values[size] = value;
        }

        void Shrink()
        {
            for (int i = 1; i <= size; i++)
            {
                for (int j = 0; j < size; j++)
                    corners[i][j] = corners[0][j] + 0.5 * (corners[i][j] - corners[0][j]);
                values[i] = function(corners[i]);
            }
            evaluations += size;
        }
    }
}
