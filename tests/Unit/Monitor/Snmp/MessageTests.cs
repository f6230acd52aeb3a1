using System.Globalization;
using System.Text;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp;

public sealed class MessageTests
{
    public static TheoryData<string> Names => [.. SnmpVectors.Messages.Select(m => m.Name)];

    public static TheoryData<string> MalformedNames => [.. SnmpVectors.Malformed.Select(m => m[0])];

    public static TheoryData<string> TrapNames => [.. SnmpVectors.Traps.Select(m => m[0])];

    [Theory, MemberData(nameof(Names))]
    public void Message_is_read_as_recorded(string name)
    {
        var vector = SnmpVectors.Messages.Single(m => m.Name == name);
        Assert.Equal(DecodeReason.None, MessageReader.TryRead(vector.Octets, out var message));
        Assert.Equal(vector.Facts["version"], ((int)message.Version).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(vector.Facts["community"], Encoding.ASCII.GetString(message.Community));
        Assert.Equal(vector.Facts["pdu"], message.Type.ToString());
        Assert.Equal(vector.Facts["error"], $"{message.NonRepeaters} {message.MaxRepetitions}");
        var binds = new List<string>();
        var reader = message.VarBinds;
        while (reader.TryRead(out var variable))
        {
            binds.Add($"{Oid.Decode(variable.Name)} {variable.Tag} {Text(variable)}");
        }

        Assert.Equal(DecodeReason.None, reader.Reason);
        Assert.Equal(vector.Binds, binds);
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_truncation_fails_cleanly(string name)
    {
        var octets = SnmpVectors.Messages.Single(m => m.Name == name).Octets;
        var length = octets.Length - (name == "octets_behind_the_message" ? 4 : 0);
        for (var i = 0; i < length; i++)
        {
            Assert.Equal(DecodeReason.Truncated, MessageReader.TryRead(octets.AsSpan(0, i), out _));
        }
    }

    [Theory, MemberData(nameof(MalformedNames))]
    public void Malformed_message_is_refused_with_its_reason(string name)
    {
        var line = SnmpVectors.Malformed.Single(m => m[0] == name);
        var reason = MessageReader.TryRead(SnmpVectors.Octets(line[2]), out var message);
        if (reason == DecodeReason.None)
        {
            var reader = message.VarBinds;
            while (reader.TryRead(out _))
            {
            }

            reason = reader.Reason;
        }

        Assert.Equal(line[1], reason.ToString());
    }

    [Theory, MemberData(nameof(TrapNames))]
    public void Trap_is_read_as_recorded_and_every_truncation_fails(string name)
    {
        var line = SnmpVectors.Traps.Single(m => m[0] == name);
        var octets = SnmpVectors.Octets(line[5]);
        Assert.Equal(DecodeReason.None, Trap.TryRead(octets, out var trap));
        Assert.Equal(line[1], ((int)trap.Version).ToString(CultureInfo.InvariantCulture));
        Assert.Equal(line[2], trap.Kind.ToString());
        Assert.Equal(line[3], trap.UpTime.ToString(CultureInfo.InvariantCulture));
        Assert.Equal(line[4] == "inform", trap.IsInform);
        for (var i = 0; i < octets.Length; i++)
        {
            Assert.NotEqual(DecodeReason.None, Trap.TryRead(octets.AsSpan(0, i), out _));
        }
    }

    [Fact]
    public void Requests_written_by_us_are_the_octets_net_snmp_sends()
    {
        Span<byte> buffer = stackalloc byte[1500];
        foreach (var name in new[] { "get_request_of_seven", "getbulk_request" })
        {
            var vector = SnmpVectors.Messages.Single(m => m.Name == name);
            MessageReader.TryRead(vector.Octets, out var message);
            var names = vector.Binds.Select(b => Oid.Parse(b.Split(' ')[0])).ToArray();
            var request = new PreparedRequest(message.Version, message.Community, message.Type, names, message.NonRepeaters, message.MaxRepetitions);
            var length = request.Write(message.RequestId, buffer);
            Assert.Equal(Convert.ToHexString(vector.Octets), Convert.ToHexString(buffer[..length]));
        }
    }

    [Fact]
    public void Response_written_by_us_is_the_octets_net_snmp_sends()
    {
        // All but sysUpTime, which net-snmp pads with a leading zero octet that is not needed here.
        var vector = SnmpVectors.Messages.Single(m => m.Name == "extend_output_and_opaque_float");
        MessageReader.TryRead(vector.Octets, out var message);
        var buffer = new byte[1500];
        var writer = new MessageWriter(buffer, message.Version, message.Community, PduType.Response, message.RequestId);
        var reader = message.VarBinds;
        while (reader.TryRead(out var variable))
        {
            Assert.True(writer.TryCopy(variable));
        }

        Assert.Equal(Convert.ToHexString(vector.Octets), Convert.ToHexString(buffer.AsSpan(0, writer.Finish())));
    }

    [Fact]
    public void A_variable_that_does_not_fit_is_left_out_whole()
    {
        var oid = Oid.Parse("1.3.6.1.2.1.31.1.1.1.1.1");
        for (var size = 0; size < 300; size++)
        {
            var writer = new MessageWriter(new byte[size], SnmpVersion.V2c, "public"u8, PduType.Response, 7);
            var count = 0;
            while (writer.TryOctets(oid, SnmpTag.OctetString, "ether1"u8) && count < 100)
            {
                count++;
            }

            var buffer = new byte[size];
            writer = new MessageWriter(buffer, SnmpVersion.V2c, "public"u8, PduType.Response, 7);
            for (var i = 0; i <= count; i++)
            {
                Assert.Equal(i < count, writer.TryOctets(oid, SnmpTag.OctetString, "ether1"u8));
            }

            var length = writer.Finish();
            if (length == 0)
            {
                Assert.Equal(0, count);
                continue;
            }

            Assert.Equal(DecodeReason.None, MessageReader.TryRead(buffer.AsSpan(0, length), out var message));
            var reader = message.VarBinds;
            while (reader.TryRead(out var variable))
            {
                Assert.True(variable.NameIs(oid));
                count--;
            }

            Assert.Equal(0, count);
            Assert.Equal(DecodeReason.None, reader.Reason);
        }
    }

    private static string Text(VarBind variable) => variable.Tag switch
    {
        SnmpTag.ObjectIdentifier => Oid.Decode(variable.Content)!.ToString(),
        SnmpTag.OctetString => $"\"{Encoding.ASCII.GetString(variable.Content)}\"",
        SnmpTag.IpAddress => Convert.ToHexString(variable.Content),
        SnmpTag.Counter64 when variable.TryGetUInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        SnmpTag.Opaque when variable.TryGetDouble(out var real) => real.ToString(CultureInfo.InvariantCulture),
        _ when variable.TryGetInt64(out var number) => number.ToString(CultureInfo.InvariantCulture),
        _ => "-",
    };
}
