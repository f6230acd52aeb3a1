using System.Security.Cryptography;
using System.Text;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

#pragma warning disable CA5351 // MD5 is what RADIUS is made of; here the platform's checks ours

public sealed class DigestTests
{
    [Fact]
    public void Rfc1321_a5_md5_test_suite()
    {
        var digest = new byte[16];
        var lines = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Vectors", "Radius", "rfc1321-a.5.txt")).Where(l => l[0] == '"').ToList();
        Assert.Equal(7, lines.Count);
        foreach (var line in lines)
        {
            var parts = line.Split('\t');
            Md5.Hash(Encoding.ASCII.GetBytes(parts[0].Trim('"')), digest);
            Assert.Equal(parts[1], Convert.ToHexStringLower(digest));
        }
    }

    [Fact]
    public void Rfc2202_2_hmac_md5()
    {
        static byte[] Expand(string hex) => hex.Contains('x', StringComparison.Ordinal)
            ? Enumerable.Repeat(Convert.FromHexString(hex[^2..])[0], int.Parse(hex[..^3], null)).ToArray()
            : Convert.FromHexString(hex);
        var digest = new byte[16];
        var cases = Vector.Lines("rfc2202-2").ToList();
        Assert.Equal(7, cases.Count);
        foreach (var one in cases)
        {
            new SharedSecret(Expand(one[0])).Hmac(Expand(one[1]), digest);
            Assert.Equal(one[2], Convert.ToHexStringLower(digest));
        }
    }

    [Fact]
    public void Every_length_and_every_split_agree_with_the_platform()
    {
        var random = new Random(7);
        var bytes = new byte[300];
        random.NextBytes(bytes);
        var digest = new byte[16];
        for (var length = 0; length <= bytes.Length; length++)
        {
            var part = bytes.AsSpan(0, length);
            Md5.Hash(part, digest);
            Assert.Equal(MD5.HashData(part), digest);
            var cut = random.Next(length + 1);
            var md5 = new Md5();
            md5.Append(part[..cut]);
            md5.Append(part[cut..]);
            md5.Finish(digest);
            Assert.Equal(MD5.HashData(part), digest);
            new SharedSecret(part).Hmac(bytes, digest);
            Assert.Equal(HMACMD5.HashData(part, bytes), digest);
        }
    }
}
