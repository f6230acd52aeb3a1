using System.Buffers.Binary;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp.Usm;

/// <summary>A manager's session, told things by an agent with an engine and clock of its own. What real agents say is in tests/EndToEnd.</summary>
public sealed class UsmSessionTests
{
    private const UsmFlags Safe = UsmFlags.Auth | UsmFlags.Priv;

    private static readonly UsmUser User = UsmUser.Parse("noc", "SHA-256:authpass1234", "AES-128:privpass5678");
    private static readonly Oid SysName = Oid.Parse("1.3.6.1.2.1.1.5.0");
    private static readonly byte[] Engine = Convert.FromHexString("800000000501020304");

    private readonly HandClock clock = new();
    private readonly UsmSession session;
    private (byte[] Engine, int Boots, int Time) agent = (Engine, 3, 1000);
    private int id;

    public UsmSessionTests() => session = new UsmSession(User, clock);

    [Fact]
    public void It_learns_engine_and_clock_and_then_asks_safely()
    {
        var discovery = Ask();
        Assert.Equal((0, UsmFlags.Reportable), (discovery.EngineId.Length, discovery.Flags));
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.UnknownEngineId, UsmFlags.None)));
        var first = Ask();
        Assert.Equal((0, 0, Safe | UsmFlags.Reportable), (first.Boots, first.Time, first.Flags));
        Assert.True(first.EngineId.SequenceEqual(Engine));
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)));
        clock.Seconds += 40;
        var second = Ask();
        Assert.Equal((3, 1040), (second.Boots, second.Time)); // its clock goes on by ours
        agent.Time += 40;
        Assert.Equal(UsmStep.Answer, Read(Answer()));
    }

    [Fact]
    public void An_answer_that_is_older_less_safe_another_engines_or_forged_is_not_believed()
    {
        Synchronize();
        agent.Time = 1000 - UsmSession.Window - 1;
        Assert.Equal(UsmStep.Ignore, Read(Answer()));
        agent.Time = 1000;
        Assert.Equal(UsmStep.Ignore, Read(Answer(UsmFlags.Auth)));
        Assert.Equal(UsmStep.Ignore, Read(Answer(UsmFlags.None)));
        agent.Boots = 2;
        Assert.Equal(UsmStep.Ignore, Read(Answer()));
        agent = ([1, 2, 3, 4, 5], 3, 1000);
        Assert.Equal(UsmStep.Ignore, Read(Answer()));
        agent = (Engine, 3, 1000);
        var forged = Answer();
        forged[^1] ^= 1;
        Assert.Equal(UsmStep.Ignore, Read(forged));
        Assert.Equal(UsmStep.Ignore, session.Read(Answer(), id + 1, out _, out _));
        Assert.Equal(UsmStep.Answer, Read(Answer()));
    }

    [Fact]
    public void A_reboot_is_learned_and_an_unsigned_clock_is_not()
    {
        Synchronize();
        agent = (Engine, 4, 5);
        Assert.Equal(UsmStep.Ignore, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.None)));
        Assert.Equal(3, Ask().Boots);
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)));
        Assert.Equal((4, 5), (Ask().Boots, Ask().Time));
    }

    [Fact]
    public void An_agent_that_forgets_its_boots_is_believed_once_a_minute()
    {
        Synchronize();
        agent = (Engine, 1, 5);
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)));
        Assert.Equal((1, 1), (Ask().Boots, session.Reanchored));
        agent.Time = 3;
        Assert.Equal((UsmStep.Fault, UsmFault.NotInTimeWindow), (Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)), session.Fault));
        clock.Seconds += 61;
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)));
    }

    [Theory]
    [InlineData(UsmFault.UnsupportedSecurityLevel)]
    [InlineData(UsmFault.UnknownUserName)]
    [InlineData(UsmFault.WrongDigest)]
    [InlineData(UsmFault.DecryptionError)]
    [InlineData(UsmFault.UnknownContext)]
    public void A_refusal_is_told_in_words(UsmFault fault)
    {
        Synchronize();
        Assert.Equal((UsmStep.Fault, fault), (Read(Report(fault, UsmFlags.None)), session.Fault));
        Assert.NotEqual(UsmFaults.English(UsmFault.OtherReport), UsmFaults.English(fault));
    }

    [Fact]
    public void Another_privacy_password_is_told()
    {
        Synchronize();
        var other = UsmUser.Parse("noc", "SHA-256:authpass1234", "AES-128:otherpass5678");
        Assert.Equal((UsmStep.Fault, UsmFault.DecryptionError), (Read(Write(PduType.Response, Safe, SysName, other)), session.Fault));
    }

    [Fact]
    public void Every_truncation_and_flipped_bit_costs_nothing()
    {
        Synchronize();
        foreach (var message in new[] { Answer(), Report(UsmFault.NotInTimeWindow, UsmFlags.Auth), Report(UsmFault.UnknownEngineId, UsmFlags.None) })
        {
            for (var length = 0; length < message.Length; length++)
            {
                Assert.NotEqual(UsmStep.Answer, Read(message[..length]));
            }

            for (var bit = 0; bit < message.Length * 8; bit++)
            {
                var flipped = message.ToArray();
                flipped[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.NotEqual(UsmStep.Answer, Read(flipped));
            }
        }

        agent.Time = 1500;
        Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)); // a flipped Report may have re-anchored nothing but what was signed
        Assert.Equal(UsmStep.Answer, Read(Answer()));
    }

    private void Synchronize()
    {
        Ask();
        Read(Report(UsmFault.UnknownEngineId, UsmFlags.None));
        Ask();
        Assert.Equal(UsmStep.AskAgain, Read(Report(UsmFault.NotInTimeWindow, UsmFlags.Auth)));
        Ask();
    }

    private UsmMessage Ask()
    {
        var buffer = new byte[1000];
        byte[] pdu = [0xA0, 14, 2, 4, 0, 0, 0, 0, 2, 1, 0, 2, 1, 0, 0x30, 0];
        BinaryPrimitives.WriteInt32BigEndian(pdu.AsSpan(4), ++id);
        var length = session.Write(pdu, id, buffer);
        Assert.Equal(DecodeReason.None, UsmMessage.TryRead(buffer.AsSpan(0, length), out var message));
        return message;
    }

    private UsmStep Read(byte[] datagram) => session.Read(datagram, id, out _, out _);

    private byte[] Answer(UsmFlags level = Safe) => Write(PduType.Response, level, SysName, User);

    private byte[] Report(UsmFault fault, UsmFlags level) => Write(PduType.Report, level, UsmFaults.Name(fault), User);

    private byte[] Write(PduType type, UsmFlags level, Oid name, UsmUser user)
    {
        var pdu = new byte[200];
        var writer = new MessageWriter(pdu, SnmpVersion.V2c, default, type, id);
        writer.TryUnsigned(name, SnmpTag.Counter32, 1);
        var target = new byte[1000];
        return target[..UsmMessage.Write(target, id, level, new UsmKeys(user, agent.Engine), agent.Boots, agent.Time, CommunityFrame.Pdu(pdu.AsSpan(0, writer.Finish())))];
    }

    private sealed class HandClock : TimeProvider
    {
        public long Seconds { get; set; } = 10_000;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
