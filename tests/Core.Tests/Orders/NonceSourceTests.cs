using LowLatencyMM.Core.Orders;

namespace LowLatencyMM.Core.Tests.Orders;

public class NonceSourceTests
{
    // Defect 2 and 50: nonces and ids were taken from the clock, and two in one millisecond were equal.
    [Fact]
    public void Each_nonce_of_the_blocks_is_given_once_in_order_and_they_wrap_to_one()
    {
        var nonces = new NonceSource();
        nonces.Add(NonceSource.MaxNonce - 1, 4);
        nonces.Add(100, 2);

        long[] taken = [.. Enumerable.Range(0, 6).Select(_ => nonces.Take())];

        Assert.Equal([NonceSource.MaxNonce - 1, NonceSource.MaxNonce, 1, 2, 100, 101], taken);
        Assert.Equal(0, nonces.Available);
    }

    [Theory]
    [InlineData(0, 5)]
    [InlineData(NonceSource.MaxNonce + 1, 5)]
    [InlineData(7, 0)]
    [InlineData(7, -3)]
    public void A_block_that_makes_no_sense_gives_nothing(long first, long count)
    {
        var nonces = new NonceSource();
        nonces.Add(first, count);
        Assert.Equal(0, nonces.Available);
    }
}
