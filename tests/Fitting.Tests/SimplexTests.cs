namespace LowLatencyMM.Fitting.Tests;

public class SimplexTests
{
    [Fact]
    public void The_bottom_of_a_bent_valley_is_found()
    {
        double[] point = [-1.2, 1];

        double value = Simplex.Minimize(x => 100 * Square(x[1] - x[0] * x[0]) + Square(1 - x[0]), point, 0.5);

        Assert.Equal(0, value, 1e-8);
        Assert.Equal(1, point[0], 1e-3);
        Assert.Equal(1, point[1], 1e-3);
    }

    [Fact]
    public void A_start_at_zero_has_room_to_move()
    {
        double[] point = [0, 0, 0];

        Simplex.Minimize(x => Square(x[0] - 3) + Square(x[1] + 2) + 5 * Square(x[2] - 1), point, 0.5);

        Assert.Equal(3, point[0], 1e-4);
        Assert.Equal(-2, point[1], 1e-4);
        Assert.Equal(1, point[2], 1e-4);
    }

    [Fact]
    public void Where_the_function_is_not_defined_it_does_not_end()
    {
        double[] point = [5];

        Simplex.Minimize(x => x[0] <= 1 ? double.PositiveInfinity : x[0], point, 0.5);

        Assert.InRange(point[0], 1, 1.001);
    }

    [Fact]
    public void It_ends_after_the_given_number_of_evaluations()
    {
        int calls = 0;
        double[] point = [0];

        Simplex.Minimize(x => -(++calls), point, 1, mostEvaluations: 100);

        Assert.InRange(calls, 100, 110);
    }

    private static double Square(double x) => x * x;
}
