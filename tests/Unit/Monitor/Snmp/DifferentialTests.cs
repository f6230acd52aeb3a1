using System.Formats.Asn1;
using System.Numerics;
using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp;

/// <summary>For messages that are strict DER, the framework's own ASN.1 reader and writer must agree with ours in both directions.</summary>
public sealed class DifferentialTests
{
    private static readonly SnmpTag[] Numbers = [SnmpTag.Integer, SnmpTag.Counter32, SnmpTag.Gauge32, SnmpTag.TimeTicks, SnmpTag.Counter64];

    [Fact]
    public void What_the_framework_writes_we_read()
    {
        var random = new Random(20250101);
        for (var round = 0; round < 3000; round++)
        {
            var expected = RandomBinds(random);
            var requestId = random.Next(int.MinValue, int.MaxValue);
            var community = new byte[random.Next(0, 40)];
            random.NextBytes(community);
            var writer = new AsnWriter(AsnEncodingRules.DER);
            using (writer.PushSequence())
            {
                writer.WriteInteger(1);
                writer.WriteOctetString(community);
                using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 2, isConstructed: true)))
                {
                    writer.WriteInteger(requestId);
                    writer.WriteInteger(0);
                    writer.WriteInteger(0);
                    using (writer.PushSequence())
                    {
                        foreach (var (oid, tag, value) in expected)
                        {
                            using (writer.PushSequence())
                            {
                                writer.WriteObjectIdentifier(oid.ToString());
                                writer.WriteInteger(value, AsnTag(tag));
                            }
                        }
                    }
                }
            }

            var octets = writer.Encode();
            Assert.Equal(DecodeReason.None, MessageReader.TryRead(octets, out var message));
            Assert.Equal(requestId, message.RequestId);
            Assert.True(message.Community.SequenceEqual(community));
            var reader = message.VarBinds;
            foreach (var (oid, tag, value) in expected)
            {
                Assert.True(reader.TryRead(out var variable));
                Assert.True(variable.NameIs(oid));
                Assert.Equal(tag, variable.Tag);
                Assert.Equal(value, Number(variable));
            }

            Assert.False(reader.TryRead(out _));
            Assert.Equal(DecodeReason.None, reader.Reason);

            var buffer = new byte[octets.Length + 16];
            var ours = new MessageWriter(buffer, SnmpVersion.V2c, community, PduType.Response, requestId);
            foreach (var (oid, tag, value) in expected)
            {
                Assert.True(tag == SnmpTag.Integer ? ours.TryInteger(oid, (long)value) : ours.TryUnsigned(oid, tag, (ulong)value));
            }

            Assert.Equal(Convert.ToHexString(octets), Convert.ToHexString(buffer.AsSpan(0, ours.Finish())));
        }
    }

    private static Asn1Tag AsnTag(SnmpTag tag) =>
        tag == SnmpTag.Integer ? Asn1Tag.Integer : new Asn1Tag(TagClass.Application, (int)tag & 0x1F);

    private static BigInteger Number(VarBind variable)
    {
        if (variable.TryGetUInt64(out var unsigned))
        {
            return unsigned;
        }

        Assert.True(variable.TryGetInt64(out var signed));
        return signed;
    }

    private static List<(Oid Oid, SnmpTag Tag, BigInteger Value)> RandomBinds(Random random)
    {
        var binds = new List<(Oid, SnmpTag, BigInteger)>();
        for (var i = random.Next(0, 30); i > 0; i--)
        {
            var arcs = new uint[random.Next(2, 20)];
            for (var a = 2; a < arcs.Length; a++)
            {
                arcs[a] = (uint)(random.NextInt64(uint.MaxValue) >> random.Next(0, 32));
            }

            (arcs[0], arcs[1]) = (1, 3);
            var tag = Numbers[random.Next(Numbers.Length)];
            var bits = ((ulong)random.NextInt64(int.MinValue, uint.MaxValue) * (ulong)random.NextInt64(0, uint.MaxValue)) >> random.Next(0, 64);
            BigInteger value = tag switch { SnmpTag.Integer => (int)bits, SnmpTag.Counter64 => bits, _ => (uint)bits };
            binds.Add((new Oid(arcs), tag, value));
        }

        return binds;
    }
}
