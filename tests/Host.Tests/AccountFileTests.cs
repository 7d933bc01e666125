using LowLatencyMM.Host.Sessions;

namespace LowLatencyMM.Host.Tests;

public class AccountFileTests
{
    private const string Account = "SN_SEPOLIA-1";

    [Fact]
    public void No_nonce_is_reserved_twice_even_when_the_process_dies_after_reserving()
    {
        using var folder = new TemporaryFolder();
        var reserved = new List<long>();

        for (int process = 0; process < 3; process++)
        {
            using AccountFile file = AccountFile.Open(folder.Path, Account, unixSeconds: 1, firstNonce: 77);
            reserved.Add(file.ReserveNonces());
            reserved.Add(file.ReserveNonces());
        }

        Assert.Equal(Enumerable.Range(0, 6).Select(block => 77L + (block * AccountFile.NonceBlockSize)), reserved);
    }

    [Fact]
    public void Nonces_wrap_from_the_last_to_one_and_never_leave_the_range()
    {
        using var folder = new TemporaryFolder();
        using AccountFile file = AccountFile.Open(folder.Path, Account, 1, firstNonce: AccountFile.LastNonce - 10);

        Assert.Equal(AccountFile.LastNonce - 10, file.ReserveNonces());
        Assert.Equal(AccountFile.NonceBlockSize - 10, file.ReserveNonces());
    }

    [Fact]
    public void An_order_epoch_is_never_used_twice_although_the_clock_stands_still_or_goes_back()
    {
        using var folder = new TemporaryFolder();
        var epochs = new List<long>();

        foreach (long clock in new long[] { 1_800_000_000, 1_800_000_000, 1_000 })
        {
            using AccountFile file = AccountFile.Open(folder.Path, Account, clock, 1);
            epochs.Add(file.OrderEpoch);
        }

        Assert.Equal([1_800_000_000, 1_800_000_001, 1_800_000_002], epochs);
    }

    [Fact]
    public void A_second_engine_for_the_same_account_is_refused_with_the_lock_exit_code()
    {
        using var folder = new TemporaryFolder();
        using AccountFile first = AccountFile.Open(folder.Path, Account, 1, 1);

        UserErrorException error = Assert.Throws<UserErrorException>(() => AccountFile.Open(folder.Path, Account, 1, 1));

        Assert.Equal(ExitCode.Locked, error.ExitCode);
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("{\"format\":1,", "not JSON")]
    [InlineData("{\"format\":2,\"orderEpoch\":1,\"nextNonce\":1}", "format is 2")]
    [InlineData("{\"format\":1,\"orderEpoch\":1,\"nextNonce\":0}", "nextNonce is 0")]
    [InlineData("{\"format\":1,\"orderEpoch\":-1,\"nextNonce\":1}", "orderEpoch is -1")]
    public void A_damaged_file_is_refused_by_name_and_left_as_it_is(string content, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write($"account-{Account}.json", content);

        UserErrorException error = Assert.Throws<UserErrorException>(() => AccountFile.Open(folder.Path, Account, 1, 1));

        Assert.Equal(ExitCode.Configuration, error.ExitCode);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(path));
    }
}
