namespace LowLatencyMM.Core.Estimation;

/// <summary>A straight line through weighted points, y = intercept + slope x, by least squares.</summary>
/// <param name="Slope">Slope.</param>
/// <param name="Intercept">Value at x = 0.</param>
/// <param name="RSquared">Share of the weighted variance of y that the line explains.</param>
/// <param name="SlopeError">Classical standard error of the slope, from the residuals with n - 2 degrees of freedom.</param>
/// <param name="InterceptError">Classical standard error of the intercept.</param>
/// <param name="WeightSum">Sum of the weights.</param>
/// <param name="XMean">Weighted mean of x.</param>
/// <param name="Sxx">Weighted sum of squared distances of x from its mean.</param>
public readonly record struct LineFit(
    double Slope, double Intercept, double RSquared, double SlopeError, double InterceptError, double WeightSum, double XMean, double Sxx)
{
    /// <summary>Fits at least three points; the weights are positive. The classical errors hold for independent errors of equal variance.</summary>
    public static LineFit Fit(ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> weights)
    {
        double sum = 0, xMean = 0, yMean = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += weights[i];
            xMean += weights[i] * x[i];
            yMean += weights[i] * y[i];
        }
        xMean /= sum;
        yMean /= sum;
        double sxx = 0, sxy = 0, syy = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sxx += weights[i] * (x[i] - xMean) * (x[i] - xMean);
            sxy += weights[i] * (x[i] - xMean) * (y[i] - yMean);
            syy += weights[i] * (y[i] - yMean) * (y[i] - yMean);
        }
        double slope = sxy / sxx;
        double intercept = yMean - slope * xMean;
        double residuals = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double error = y[i] - intercept - slope * x[i];
            residuals += weights[i] * error * error;
        }
        double variance = residuals / (x.Length - 2);
        return new LineFit(
            slope, intercept, 1 - residuals / syy, Math.Sqrt(variance / sxx), Math.Sqrt(variance * (1 / sum + xMean * xMean / sxx)),
            sum, xMean, sxx);
    }
}
