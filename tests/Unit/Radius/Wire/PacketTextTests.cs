using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

public sealed class PacketTextTests
{
    [Theory]
    [InlineData("0x01 02:0a", new byte[] { 1, 2, 10 })]
    [InlineData("01020A", new byte[] { 1, 2, 10 })]
    [InlineData("", new byte[0])]
    public void Hex_is_taken_as_it_is_copied(string hex, byte[] octets) => Assert.Equal(octets, PacketText.Octets(hex));

    [Theory]
    [InlineData("0")]
    [InlineData("xy")]
    public void What_is_no_hex_is_refused(string hex) => Assert.Null(PacketText.Octets(hex));

    [Fact]
    public void A_strangers_control_characters_do_not_reach_the_terminal_and_passwords_stay_hidden()
    {
        var secret = new SharedSecret("s");
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, 1);
        writer.Add(Ietf.UserName, "a\u001b[2Jb");
        writer.AddUserPassword("hunter2"u8, secret);
        Assert.True(RadiusPacket.TryRead(writer.Finish(secret), out var packet, out _));
        Assert.Equal(["User-Name = \"a\\x1b[2Jb\"", "User-Password = (hidden)"], PacketText.Lines(packet));
    }

    [Fact]
    public void Every_fault_has_words()
    {
        foreach (var fault in Enum.GetValues<PacketFault>()) Assert.NotEmpty(PacketText.Words(fault));
    }
}
