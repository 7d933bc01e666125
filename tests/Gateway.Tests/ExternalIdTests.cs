using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LowLatencyMM.Gateway.Tests;

public sealed class ExternalIdTests
{
    [Theory]
    [InlineData(1, "mm0000000000000001")]
    [InlineData(0x1f << 4, "mm00000000000001f0")]
    [InlineData(long.MaxValue, "mm7fffffffffffffff")]
    public void An_own_number_has_one_text(long ownId, string text)
    {
        Assert.Equal(text, ExternalId.Format(ownId));

        Assert.True(ExternalId.TryParse(Encoding.ASCII.GetBytes(text), out long parsed));
        Assert.Equal(ownId, parsed);
        Assert.True(ExternalId.TryParse(text, out parsed));
        Assert.Equal(ownId, parsed);
    }

    [Fact]
    public void Every_own_number_reads_back_as_itself()
    {
        Property property = Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(value => value > 0), value =>
            ExternalId.TryParse(ExternalId.Format(value), out long parsed) && parsed == value);

        Check.One(Config.QuickThrowOnFailure.WithReplay(20261122, 1).WithMaxTest(2_000), property);
    }

    [Theory]
    [InlineData("")]
    [InlineData("mm")]
    [InlineData("mm000000000000001")]
    [InlineData("mm00000000000000001")]
    [InlineData("mm000000000000000A")]
    [InlineData("mm000000000000000g")]
    [InlineData("MM0000000000000001")]
    [InlineData("xx0000000000000001")]
    [InlineData("mm0000000000000000")]
    [InlineData("mm8000000000000000")]
    [InlineData("mmffffffffffffffff")]
    [InlineData("mm000000000000000\u00e9")]
    [InlineData("mm-btc-b-000001xyz")]
    public void What_we_never_write_is_somebody_elses(string text)
    {
        Assert.False(ExternalId.TryParse(Encoding.UTF8.GetBytes(text), out long fromUtf8));
        Assert.False(ExternalId.TryParse(text, out long fromText));
        Assert.Equal(0, fromUtf8);
        Assert.Equal(0, fromText);
    }
}
