using LowLatencyMM.Core.Quoting;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace LowLatencyMM.Fitting.Tests;

/// <summary>The core's own solution against a general eigensolver.</summary>
public class GlftEigenvectorTests
{
    [Fact]
    public void The_ratios_are_those_of_the_eigenvector_of_the_whole_matrix()
    {
        var random = new Random(20260402);
        for (int i = 0; i < 40; i++)
        {
            int lots = random.Next(1, 31);
            double rho = Math.Exp(random.NextDouble() * 16 - 12);
            Matrix<double> matrix = Matrix<double>.Build.Dense(2 * lots + 1, 2 * lots + 1, (row, column) =>
                row == column ? rho * (row - lots) * (row - lots) : Math.Abs(row - column) == 1 ? -1 : 0);
            Evd<double> solved = matrix.Evd(Symmetricity.Symmetric);
            int smallest = solved.EigenValues.Select((value, index) => (value.Real, index)).Min().index;
            var ratios = new double[lots];

            double eigenvalue = GlftTable.Solve(rho, ratios);

            Assert.Equal(solved.EigenValues[smallest].Real, eigenvalue, 1e-10 * Math.Max(1, rho * lots * lots));
            Vector<double> vector = solved.EigenVectors.Column(smallest);
            for (int n = 0; n < lots; n++)
            {
                double here = Math.Abs(vector[lots + n]), next = Math.Abs(vector[lots + n + 1]);
                // Where the eigenvector is near the solver's rounding, only our own recursion still knows it.
                if (next > 1e-6)
                    Assert.True(Math.Abs(ratios[n] - Math.Log(here / next)) < 1e-7, $"rho {rho:R}, {lots} lots, n {n}");
            }
        }
    }

    // Different intensities on the two sides shift both quotes and change nothing else: the matrix is similar to the symmetric one.
    [Fact]
    public void Different_intensities_shift_both_quotes_by_half_their_logarithm()
    {
        const int lots = 8;
        const double risk = 0.02, bids = 0.5, asks = 0.2;
        Matrix<double> matrix = Matrix<double>.Build.Dense(2 * lots + 1, 2 * lots + 1, (row, column) =>
            row == column ? risk * (row - lots) * (row - lots) : column == row + 1 ? -bids : column == row - 1 ? -asks : 0);
        Evd<double> solved = matrix.Evd(Symmetricity.Asymmetric);
        int smallest = solved.EigenValues.Select((value, index) => (value.Real, index)).Min().index;
        Vector<double> vector = solved.EigenVectors.Column(smallest);
        var ratios = new double[lots];
        GlftTable.Solve(risk / Math.Sqrt(bids * asks), ratios);

        for (int n = 0; n < lots - 1; n++)
        {
            double bid = Math.Log(Math.Abs(vector[lots + n] / vector[lots + n + 1]));
            Assert.Equal(ratios[n] + 0.5 * Math.Log(bids / asks), bid, 1e-8);
        }
    }
}
