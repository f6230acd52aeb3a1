using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp;

public sealed class PreparedRequestTests
{
    private static readonly Oid UpTime = Oid.Parse("1.3.6.1.2.1.1.3.0");
    private static readonly Oid In = Oid.Parse("1.3.6.1.2.1.31.1.1.1.6.1");
    private static readonly Oid Clients = Oid.Parse("1.3.6.1.4.1.8072.1.3.2.3.1.1.12.99.108.105.101.110.116.115.45.119.108.97.110");
    private static readonly PreparedRequest Request = new(SnmpVersion.V2c, "public"u8, PduType.Get, [UpTime, In, Clients]);

    [Fact]
    public void Values_land_in_the_slots_of_their_names_whatever_the_order()
    {
        var buffer = new byte[1500];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, "public"u8, PduType.Response, 99);
        Assert.True(writer.TryOctets(Clients, SnmpTag.OctetString, " 12\n"u8));
        Assert.True(writer.TryUnsigned(In, SnmpTag.Counter64, ulong.MaxValue));
        Assert.True(writer.TryUnsigned(UpTime, SnmpTag.TimeTicks, 4294967295));
        var slots = new ValueSlot[3];
        Assert.Equal(ReplyReason.None, Read(buffer.AsSpan(0, writer.Finish()), slots));
        Assert.Equal([(true, 4294967295), (true, ulong.MaxValue), (true, 12)], slots.Select(s => (s.HasNumber, s.Bits)));
    }

    [Fact]
    public void Missing_values_and_exceptions_leave_a_slot_without_a_number()
    {
        var buffer = new byte[1500];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, "public"u8, PduType.Response, 99);
        Assert.True(writer.TryUnsigned(UpTime, SnmpTag.TimeTicks, 5));
        Assert.True(writer.TryEmpty(In, SnmpTag.NoSuchInstance));
        var slots = new ValueSlot[3];
        Array.Fill(slots, new ValueSlot(SnmpTag.Integer, 1) { HasNumber = true });
        Assert.Equal(ReplyReason.None, Read(buffer.AsSpan(0, writer.Finish()), slots));
        Assert.Equal([true, false, false], slots.Select(s => s.HasNumber));
        Assert.Equal([SnmpTag.TimeTicks, SnmpTag.NoSuchInstance, SnmpTag.None], slots.Select(s => s.Tag));
    }

    [Theory]
    [InlineData(ErrorStatus.TooBig, ReplyReason.TooBig)]
    [InlineData(ErrorStatus.NoSuchName, ReplyReason.NoSuchName)]
    [InlineData(ErrorStatus.GenErr, ReplyReason.Refused)]
    [InlineData(ErrorStatus.AuthorizationError, ReplyReason.Refused)]
    public void Error_status_becomes_a_reason(ErrorStatus status, ReplyReason reason)
    {
        var buffer = new byte[1500];
        var writer = new MessageWriter(buffer, SnmpVersion.V2c, "public"u8, PduType.Response, 99, (int)status, 1);
        Assert.Equal(reason, Read(buffer.AsSpan(0, writer.Finish()), new ValueSlot[3]));
    }

    [Fact]
    public void Writing_a_request_and_reading_its_reply_allocates_nothing()
    {
        var request = new byte[Request.Length];
        var reply = new byte[1500];
        var writer = new MessageWriter(reply, SnmpVersion.V2c, "public"u8, PduType.Response, 99);
        writer.TryUnsigned(UpTime, SnmpTag.TimeTicks, 5);
        writer.TryUnsigned(In, SnmpTag.Counter64, 123456789012345);
        writer.TryOctets(Clients, SnmpTag.OctetString, "12"u8);
        var length = writer.Finish();
        var slots = new ValueSlot[3];
        long Exchange(int rounds)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < rounds; i++)
            {
                Request.Write(PreparedRequest.FirstRequestId + i, request);
                if (MessageReader.TryRead(reply.AsSpan(0, length), out var message) != DecodeReason.None
                    || Request.Read(message, slots) != ReplyReason.None)
                {
                    return -1;
                }
            }

            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Exchange(100);
        Assert.Equal(0, Exchange(1000));
    }

    [Fact]
    public void Request_ids_are_patched_in_place()
    {
        var buffer = new byte[Request.Length];
        foreach (var id in new[] { PreparedRequest.FirstRequestId, 0x0100_0000, int.MaxValue })
        {
            Assert.Equal(buffer.Length, Request.Write(id, buffer));
            Assert.Equal(DecodeReason.None, MessageReader.TryRead(buffer, out var message));
            Assert.Equal(id, message.RequestId);
        }
    }

    private static ReplyReason Read(ReadOnlySpan<byte> datagram, ValueSlot[] slots)
    {
        Assert.Equal(DecodeReason.None, MessageReader.TryRead(datagram, out var message));
        return Request.Read(message, slots);
    }
}
