namespace LowLatencyMM.Core.Tests.Numerics;

public sealed class StateHasherTests
{
    /// <remarks>The hashes come from another implementation of XXH64 (the npm package xxhash-wasm 1.1.0).</remarks>
    [Theory]
    [InlineData(0, 0xEF46DB3751D8E999UL)]
    [InlineData(1, 0x7221271E75CFA511UL)]
    [InlineData(2, 0x8BE4CA9C7E853BE5UL)]
    [InlineData(3, 0xEEC74CEA641EB353UL)]
    [InlineData(4, 0xCA8B2A66ED426164UL)]
    [InlineData(5, 0x7EC8D370CA8B2170UL)]
    [InlineData(6, 0x4E689B702C7ACB6AUL)]
    [InlineData(7, 0x3C323440B12563A0UL)]
    [InlineData(8, 0x7F200886DF55A044UL)]
    [InlineData(9, 0x81B65B7A69C7B052UL)]
    [InlineData(100, 0x25513AA23E579E23UL)]
    public void The_hash_is_XXH64_of_the_words(int words, ulong expected)
    {
        var hash = new StateHasher();
        for (long i = 0; i < words; i++)
            hash.Add((i * 0x0123_4567_89AB_CDEF - 5) & long.MaxValue);

        Assert.Equal(expected, (ulong)hash.Value);
    }

    [Fact]
    public void Doubles_are_their_bits_and_truth_is_one()
    {
        var hash = new StateHasher();
        hash.Add(-1L);
        hash.Add(61800.15);
        hash.Add(true);
        hash.Add(-0.0);
        hash.Add(double.NaN);
        hash.Add(false);

        Assert.Equal(0xD2B80DC24C637E4EUL, (ulong)hash.Value);
    }

    [Fact]
    public void All_NaNs_are_one()
    {
        var computed = new StateHasher();
        var negative = new StateHasher();
        computed.Add(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0123));
        negative.Add(BitConverter.Int64BitsToDouble(unchecked((long)0xFFF8_0000_0000_0000)));

        Assert.Equal(computed.Value, negative.Value);
    }

    [Fact]
    public void Reading_the_hash_does_not_change_it_and_the_order_counts()
    {
        var first = new StateHasher();
        var second = new StateHasher();
        first.Add(1L);
        _ = first.Value;
        first.Add(2L);
        second.Add(2L);
        second.Add(1L);

        Assert.Equal(first.Value, first.Value);
        Assert.NotEqual(first.Value, second.Value);
    }

    [Fact]
    public void Every_bit_of_every_word_counts()
    {
        var seen = new HashSet<long>();
        for (int word = 0; word < 7; word++)
        {
            for (int bit = 0; bit < 64; bit++)
            {
                var hash = new StateHasher();
                for (int i = 0; i < 7; i++)
                    hash.Add(i == word ? 1L << bit : 0);
                Assert.True(seen.Add(hash.Value));
            }
        }
    }
}
