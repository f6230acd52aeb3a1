using HotspotManager.Core.Networks;
using HotspotManager.Core.Secrets;
using Xunit;

namespace HotspotManager.Unit.Core;

public class SecretTests
{
    [Fact]
    public void Sealed_secrets_open_and_other_purposes_do_not()
    {
        var box = new SecretBox(new byte[32]);
        var closed = box.Seal(SecretPurpose.NasSecret, "rahasia");
        Assert.Equal("rahasia", box.OpenText(SecretPurpose.NasSecret, closed));
        Assert.ThrowsAny<System.Security.Cryptography.CryptographicException>(() => box.OpenText(SecretPurpose.SnmpKey, closed));
    }

    [Theory]
    [InlineData("aa:bb:cc:dd:ee:ff", "AA-BB-CC-DD-EE-FF")]
    [InlineData("AABB.CCDD.EEFF", "AA-BB-CC-DD-EE-FF")]
    [InlineData("aa-bb-cc-dd-ee-ff:SSID warga", "AA-BB-CC-DD-EE-FF")]
    [InlineData("aa:bb:cc:dd:ee", null)]
    [InlineData("hotspot1", null)]
    public void Mac_addresses_have_one_spelling(string text, string? expected) => Assert.Equal(expected, Mac.Normalize(text));
}
