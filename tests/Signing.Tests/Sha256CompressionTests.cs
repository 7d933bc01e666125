using System.Security.Cryptography;
using LowLatencyMM.Signing.Hashing;

namespace LowLatencyMM.Signing.Tests;

public class Sha256CompressionTests
{
    [Fact]
    public void Every_length_gives_the_platforms_digest_and_mac()
    {
        Random random = new(20260927);
        byte[] message = new byte[200];
        byte[] key = new byte[32];
        byte[] digest = new byte[32];
        for (int length = 0; length <= message.Length; length++)
        {
            random.NextBytes(message);
            random.NextBytes(key);

            Sha256Compression state = Sha256Compression.Initial;
            state.Finish(message.AsSpan(0, length), length, digest);
            Assert.Equal(SHA256.HashData(message.AsSpan(0, length)), digest);

            HmacSha256Key.From(key).Hash(message.AsSpan(0, length), digest);
            Assert.Equal(HMACSHA256.HashData(key, message.AsSpan(0, length)), digest);
        }
    }
}
