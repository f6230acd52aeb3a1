using System.Net;
using System.Text;
using HotspotManager.Radius.Wire;
using Xunit;

namespace HotspotManager.Unit.Radius.Wire;

/// <summary>Tagged, salted, extended, prefix and TLV attributes: what FreeRADIUS writes is read, and written again octet by octet.</summary>
public sealed class KindTests
{
    private static readonly SharedSecret Secret = new("xyzzy5461");
    private static readonly OctetsAttribute Long = new("245.1", 0, 1) { Extended = 245 };
    private static readonly OctetsAttribute LongOfVendor = new("245.26.14988.200", 14988, 200) { Extended = 245 };
    private static readonly OctetsAttribute ShortOfVendor = new("241.26.14988.200", 14988, 200) { Extended = 241 };

    private static RadiusPacket Packet(ReadOnlySpan<byte> bytes) => RadiusPacket.TryRead(bytes, out var packet, out var fault) ? packet : throw new InvalidOperationException(fault.ToString());

    /// <summary>A request with the header of another and what is written into it.</summary>
    private static byte[] Again(byte[] request, RadiusWriterAction fill)
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessRequest, request[1]);
        writer.SetAuthenticator(request.AsSpan(4, 16));
        writer.Add(Ietf.UserName, "nemo");
        fill(ref writer);
        Assert.False(writer.Overflowed);
        return writer.Finish(Secret).ToArray();
    }

    private delegate void RadiusWriterAction(ref RadiusWriter writer);

    [Fact]
    public void Rfc2868_3_tagged_numbers_and_texts()
    {
        var request = Vector.Read("rfc2868-tagged").Bytes("request");
        Assert.Equal(
        [
            "User-Name = \"nemo\"", "Tunnel-Type:1 = VLAN", "Tunnel-Medium-Type:1 = IEEE-802", "Tunnel-Private-Group-Id:1 = \"20\"", "Tunnel-Type:2 = L2TP",
            "Tunnel-Client-Endpoint:2 = \"10.0.0.1\"", "Tunnel-Preference = 7", "Tunnel-Assignment-Id = \"x\"",
        ], PacketText.Lines(Packet(request)));
        Assert.Equal(request, Again(request, (ref RadiusWriter w) =>
        {
            w.Add(Ietf.TunnelType, 1, 13);
            w.Add(Ietf.TunnelMediumType, 1, 6);
            w.Add(Ietf.TunnelPrivateGroupId, 1, "20");
            w.Add(Ietf.TunnelType, 2, 3);
            w.Add(Ietf.TunnelClientEndpoint, 2, "10.0.0.1");
            w.Add(Ietf.TunnelPreference, 0, 7);
            w.AddValue(Ietf.TunnelAssignmentId, "x"u8);
        }));
    }

    [Fact]
    public void Rfc2868_3_5_and_rfc2548_2_4_salted_secrets_come_out_for_the_secret_only()
    {
        var vector = Vector.Read("rfc2868-salted");
        var request = Packet(vector.Bytes("request"));
        var reply = Packet(vector.Bytes("reply"));
        var found = new List<string>();
        var room = new byte[SaltedValue.MaxLength];
        foreach (var attribute in reply.Attributes)
        {
            var salted = Assert.IsType<SaltedAttribute>(AttributeTable.Find(attribute.Vendor, attribute.Number));
            var hidden = salted.IsTagged ? attribute.Value[1..] : attribute.Value;
            var length = SaltedValue.Reveal(hidden, request.Authenticator, Secret, room);
            found.Add(salted == Ietf.TunnelPassword || salted == Aruba.MpskPassphrase ? Encoding.UTF8.GetString(room, 0, length) : Convert.ToHexStringLower(room.AsSpan(0, length)));
            // Hidden again under the same salt it is the same octets.
            var again = new byte[SaltedValue.HiddenLength(length)];
            SaltedValue.Hide(room.AsSpan(0, length), (ushort)((hidden[0] << 8) | hidden[1]), request.Authenticator, Secret, again);
            Assert.Equal(hidden, again);
            for (var cut = 0; cut < hidden.Length; cut++)
                Assert.True(SaltedValue.Reveal(hidden[..cut], request.Authenticator, Secret, room) < length);
            Assert.True(SaltedValue.Reveal(hidden, request.Authenticator, new SharedSecret("other"), room) is var other && (other < 0 || !vector.Text("passphrase").Equals(Encoding.UTF8.GetString(room, 0, other), StringComparison.Ordinal)));
        }
        Assert.Equal(new[] { "tunnel-password-1", "tunnel-password-2", "send-key", "receive-key", "passphrase" }.Select(vector.Text), found);
        Assert.All(PacketText.Lines(reply), line => Assert.EndsWith(" = (hidden)", line, StringComparison.Ordinal));
        Assert.StartsWith("Tunnel-Password:1 = ", PacketText.Lines(reply)[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_salted_secret_of_every_length_comes_back_and_a_longer_one_is_refused()
    {
        var random = new Random(4);
        for (var length = 0; length <= SaltedValue.MaxLength; length++)
        {
            var plain = new byte[length];
            random.NextBytes(plain);
            var writer = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, 1);
            writer.AddSalted(Ietf.TunnelPassword, 3, (ushort)length, plain, new byte[16], Secret);
            Assert.False(writer.Overflowed);
            Assert.True(Packet(writer.FinishReply(new byte[16], Secret)).TryGet(Ietf.TunnelPassword, out var value));
            Assert.Equal(3, value[0]);
            var room = new byte[SaltedValue.MaxLength];
            Assert.Equal(length, SaltedValue.Reveal(value[1..], new byte[16], Secret, room));
            Assert.Equal(plain, room[..length]);
        }
        var full = new RadiusWriter(new byte[4096], RadiusCode.AccessAccept, 1);
        full.AddSalted(Ietf.TunnelPassword, 3, 1, new byte[240], new byte[16], Secret);
        Assert.True(full.Overflowed);
        Assert.Throws<ArgumentException>(() => SaltedValue.Hide(new byte[240], 1, new byte[16], Secret, new byte[300]));
    }

    [Fact]
    public void Rfc6929_2_1_and_2_3_extended_attributes_and_tlvs()
    {
        var request = Vector.Read("rfc6929-extended").Bytes("request");
        Assert.Equal(
        [
            "User-Name = \"nemo\"", "Frag-Status = More-Data-Pending", "IP-Port-Limit-Info = { IP-Port-Type = 1, IP-Port-Limit = 100, IP-Port-Ext-IPv4-Addr = 192.0.2.1 }",
        ], PacketText.Lines(Packet(request)));
        Assert.Equal(2u, Packet(request).Number(Ietf.FragStatus));
        Assert.Null(Packet(request).Number(Ietf.ProxyStateLength)); // 241.2 is not User-Password
        Assert.Equal(request, Again(request, (ref RadiusWriter w) =>
        {
            w.Add(Ietf.FragStatus, 2);
            Span<byte> parts = stackalloc byte[64];
            var length = RadiusWriter.WriteTlv(1, [0, 0, 0, 1], parts);
            length += RadiusWriter.WriteTlv(2, [0, 0, 0, 100], parts[length..]);
            length += RadiusWriter.WriteTlv(3, [192, 0, 2, 1], parts[length..]);
            w.Add(Ietf.IPPortLimitInfo, parts[..length]);
        }));
    }

    [Fact]
    public void Rfc6929_2_2_a_long_value_is_fragmented_and_joined()
    {
        var vector = Vector.Read("rfc6929-long");
        var request = vector.Bytes("request");
        var value = vector.Bytes("value");
        Assert.True(Packet(request).TryJoin(Long, new byte[4096], out var joined));
        Assert.Equal(value, joined);
        Assert.False(Packet(request).TryGet(Long, out _)); // not without room
        Assert.Equal(["User-Name = \"nemo\"", $"245.1 = 0x{vector.Text("value")}"], PacketText.Lines(Packet(request)));
        Assert.Equal(request, Again(request, (ref RadiusWriter w) => w.Add(Long, value)));
    }

    [Fact]
    public void Rfc6929_2_4_vendors_in_extended_attributes_and_tlvs_within_tlvs()
    {
        var vector = Vector.Read("rfc6929-evs");
        var request = vector.Bytes("request");
        var value = vector.Bytes("value");
        Assert.True(Packet(request).TryJoin(LongOfVendor, new byte[4096], out var joined));
        Assert.Equal(value, joined);
        Assert.True(Packet(request).TryGet(ShortOfVendor, out var few));
        Assert.Equal(new byte[] { 10, 11, 12 }, few.ToArray());
        Assert.Equal(
        [
            "User-Name = \"nemo\"", $"245.26.14988.200 = 0x{vector.Text("value")}", "241.26.14988.200 = 0x0a0b0c", "241.77 = 0x030c01060000000702046162",
        ], PacketText.Lines(Packet(request)));
        Assert.Equal(request, Again(request, (ref RadiusWriter w) =>
        {
            w.Add(LongOfVendor, value);
            w.Add(ShortOfVendor, [10, 11, 12]);
            Span<byte> inner = stackalloc byte[32], outer = stackalloc byte[32];
            var length = RadiusWriter.WriteTlv(1, [0, 0, 0, 7], inner);
            length += RadiusWriter.WriteTlv(2, "ab"u8, inner[length..]);
            w.Add(new TlvAttribute("241.77", 0, 77, []) { Extended = 241 }, outer[..RadiusWriter.WriteTlv(3, inner[..length], outer)]);
        }));
        // The parts of a part, by a table that knows them.
        var leaves = new TlvAttribute("Outer", 0, 77, [new TlvAttribute("Inner", 0, 3, [new IntegerAttribute("Leaf", 0, 1)])]);
        Assert.Equal(AttributeFault.None, AttributeText.Check(leaves, [3, 12, 1, 6, 0, 0, 0, 7, 2, 4, 97, 98]));
        Assert.Equal(AttributeFault.ValueLength, AttributeText.Check(leaves, [3, 5, 1, 3, 7]));
        Assert.Equal(AttributeFault.TlvBeyondValue, AttributeText.Check(leaves, [3, 5, 1, 9, 7]));
    }

    [Theory]
    [InlineData(new byte[] { 245, 3, 1 }, AttributeFault.ExtendedTooShort)]
    [InlineData(new byte[] { 245, 4, 1, 0 }, AttributeFault.ExtendedTooShort)]
    [InlineData(new byte[] { 241, 2 }, AttributeFault.ExtendedTooShort)]
    [InlineData(new byte[] { 241, 3, 1 }, AttributeFault.ExtendedTooShort)]
    [InlineData(new byte[] { 245, 6, 1, 0x80, 9, 9 }, AttributeFault.MoreButShort)]
    [InlineData(new byte[] { 241, 8, 26, 0, 0, 0, 9, 1 }, AttributeFault.VendorTooShort)]
    [InlineData(new byte[] { 245, 9, 26, 0, 0, 0, 0, 9, 1 }, AttributeFault.VendorTooShort)]
    public void Every_malformed_extended_attribute_has_its_name_and_words(byte[] attribute, AttributeFault expected)
    {
        byte[] bytes = [1, 1, 0, (byte)(20 + attribute.Length + 3), .. new byte[16], .. attribute, 1, 3, 65];
        var reader = new ExtendedReader(Packet(bytes), new byte[4096]);
        Assert.True(reader.MoveNext());
        Assert.Equal(expected, reader.Current.Fault);
        Assert.False(reader.MoveNext());
        var lines = PacketText.Lines(Packet(bytes));
        Assert.Contains(AttributeText.Words(expected), lines[0], StringComparison.Ordinal);
        Assert.Equal("User-Name = \"A\"", lines[1]);
    }

    [Fact]
    public void A_fragment_without_the_next_is_a_fault_wherever_the_chain_breaks()
    {
        byte[] first = [245, 255, 1, 0x80, .. new byte[251]];
        foreach (var next in (byte[][])[[], [245, 6, 2, 0, 7, 7], [246, 6, 1, 0, 7, 7], [1, 3, 65], [245, 4, 1, 0]])
        {
            byte[] bytes = [1, 1, 0, 0, .. new byte[16], .. first, .. next];
            (bytes[2], bytes[3]) = ((byte)(bytes.Length >> 8), (byte)bytes.Length);
            var reader = new ExtendedReader(Packet(bytes), new byte[4096]);
            Assert.True(reader.MoveNext());
            Assert.Equal(AttributeFault.FragmentMissing, reader.Current.Fault);
            Assert.Equal(next.Length > 0 && ExtendedReader.IsContainer(next[0]), reader.MoveNext()); // the rest is read on its own
            Assert.Contains("the next fragment is missing", PacketText.Lines(Packet(bytes))[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Long_values_of_every_length_come_back_and_never_leave_half_behind()
    {
        var room = new byte[4096];
        for (var length = 1; length < 1200; length += 7)
        {
            foreach (var attribute in (OctetsAttribute[])[Long, LongOfVendor])
            {
                var value = new byte[length];
                new Random(length).NextBytes(value);
                var writer = new RadiusWriter(new byte[1000], RadiusCode.AccessAccept, 1);
                writer.Add(attribute, value);
                var bytes = writer.FinishReply(new byte[16], Secret).ToArray();
                Assert.Equal(!writer.Overflowed, Packet(bytes).TryJoin(attribute, room, out var joined));
                if (writer.Overflowed)
                    Assert.Equal(20, bytes.Length);
                else
                    Assert.Equal(value, joined);
            }
        }
    }

    [Fact]
    public void Rfc8044_prefixes_interface_ids_and_numbers_of_8_and_2_octets()
    {
        var request = Vector.Read("rfc8044-kinds").Bytes("request");
        string[] lines =
        [
            "User-Name = \"nemo\"", "Framed-IPv6-Prefix = 2001:db8:1::/48", "Framed-Interface-Id = 0000:0000:0000:0001", "Delegated-IPv6-Prefix = 2001:db8::/33",
            "NAS-IPv6-Address = 2001:db8::5", "Event-Timestamp = 2026-01-01 00:00:00Z", "MIP6-Feature-Vector = 4294967298", "PKM-SAID = 513", "PMIP6-Home-IPv4-HoA = 192.0.2.0/24",
        ];
        Assert.Equal(lines, PacketText.Lines(Packet(request)));
        // FreeRADIUS pads its IPv6 prefixes; ours are as short as RFC 8044 section 3.10 wants them and mean the same.
        Assert.Equal(lines, PacketText.Lines(Packet(Again(request, (ref RadiusWriter w) =>
        {
            w.Add(Ietf.FramedIPv6Prefix, IPAddress.Parse("2001:db8:1::").GetAddressBytes(), 48);
            w.Add(Ietf.FramedInterfaceId, 1);
            w.Add(Ietf.DelegatedIPv6Prefix, IPAddress.Parse("2001:db8::").GetAddressBytes(), 33);
            w.Add(Ietf.NasIPv6Address, IPAddress.Parse("2001:db8::5"));
            w.Add(Ietf.EventTimestamp, DateTimeOffset.FromUnixTimeSeconds(1767225600));
            w.Add(Ietf.Mip6FeatureVector, 4294967298);
            w.Add(Ietf.PkmSaid, 513);
            w.Add(Ietf.Pmip6HomeIPv4HoA, IPAddress.Parse("192.0.2.0").GetAddressBytes(), 24);
        }))));
    }

    [Theory]
    [InlineData(new byte[] { 0, 33, 0x20, 1, 0x0d, 0xb8 })] // octets missing
    [InlineData(new byte[] { 0, 32, 0x20, 1, 0x0d, 0xb8, 1 })] // an octet behind the bits
    [InlineData(new byte[] { 0, 31, 0x20, 1, 0x0d, 0xb9 })] // a bit behind the bits
    [InlineData(new byte[] { 1, 32, 0x20, 1, 0x0d, 0xb8 })] // reserved
    [InlineData(new byte[] { 0, 129 })]
    [InlineData(new byte[] { 0 })]
    public void A_prefix_that_does_not_fit_together_is_malformed(byte[] value) => Assert.Equal(AttributeFault.Prefix, AttributeText.Check(Ietf.FramedIPv6Prefix, value));

    [Fact]
    public void Parts_of_vendors_attributes_are_told() => Assert.Equal(
        ["User-Name = \"nemo\"", "Cambium-Authorize-Classes = { Cambium-Authorize-Class-Name = \"gold\", Cambium-Authorize-Bytes-Left = 5000000000 }", "Ruckus-TC-Attr-Ids-With-Quota = { Ruckus-TC-Name-Quota = \"a\" }"],
        PacketText.Lines(Packet(Vector.Read("vendor-tlv").Bytes("request"))));

    [Fact]
    public void Every_attribute_of_the_table_cut_at_every_length_is_told_or_said_to_be_malformed()
    {
        foreach (var row in AttributeTable.All)
        {
            for (var length = 0; length <= 40; length++)
            {
                foreach (var fill in (byte[])[0, 1, 2, 3, 255])
                {
                    var value = Enumerable.Repeat(fill, length).ToArray();
                    var line = row.Extended == 0
                        ? AttributeText.Line(new AttributeView(row.Vendor, row.Number, value))
                        : AttributeText.Line(new ExtendedView(row.Extended, row.Vendor, row.Number, value, AttributeFault.None));
                    Assert.StartsWith(row.Name, line, StringComparison.Ordinal);
                    if (!row.IsSecret)
                        Assert.Equal(AttributeText.Check(row, value) != AttributeFault.None, line.Contains("malformed: ", StringComparison.Ordinal));
                }
            }
        }
    }

    [Fact]
    public void Every_attribute_fault_has_words()
    {
        foreach (var fault in Enum.GetValues<AttributeFault>()) Assert.NotEmpty(AttributeText.Words(fault));
    }
}
