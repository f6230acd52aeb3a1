using HotspotManager.Core.Admission;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Plans;
using HotspotManager.Core.Store;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Wire;
using HotspotManager.Unit.Radius.Server;
using Xunit;

namespace HotspotManager.Unit.Radius.Replies;

public sealed class ReplyChangeTests
{
    private static readonly Plan Jam = new() { Name = "jam", Minutes = 60, Mb = 5000, DownKbps = 5000, UpKbps = 2000, Devices = 2 };

    private static IEnumerable<string> Preview(string brand, string lines) => ReplyPreview.Lines(brand, ReplyChanges.Of(lines), Jam);

    [Fact]
    public void Lines_replace_add_and_leave_out()
    {
        Assert.Equal(
        [
            "Message-Authenticator = (signature)", "Session-Timeout = 3600", "Idle-Timeout = 900", "Acct-Interim-Interval = 300", "Mikrotik-Rate-Limit = \"2000k/5000k\"",
            "Mikrotik-Total-Limit = 705032704", "Mikrotik-Total-Limit-Gigawords = 1", "Class = (mark of the session)",
        ], Preview("mikrotik", "# nothing yet\n\n"));
        Assert.Equal(
        [
            "Message-Authenticator = (signature)", "Session-Timeout = 3600", "Idle-Timeout = 900", "Mikrotik-Total-Limit = 705032704", "Mikrotik-Total-Limit-Gigawords = 1",
            "Mikrotik-Rate-Limit = \"1M/1M\"", "Reply-Message = \"a\"", "Reply-Message = \"b\"", "Tunnel-Type:1 = VLAN", "14988.200 = 0x0102", "Class = (mark of the session)",
        ], Preview("mikrotik", "Mikrotik-Rate-Limit = 1M/1M\r\n-Acct-Interim-Interval\n+Reply-Message = a\n+Reply-Message = b\nTunnel-Type:1 = VLAN\n14988.200 = 0x0102\n-Filter-Id"));
    }

    [Theory]
    [InlineData("Sesion-Timeout = 1", "no attribute 'Sesion-Timeout'")]
    [InlineData("Idle-Timeout = soon", "no value of Idle-Timeout")]
    [InlineData("Idle-Timeout", "write Idle-Timeout = VALUE")]
    [InlineData("-Idle-Timeout = 3", "write -Idle-Timeout alone")]
    [InlineData("Session-Timeout = 99999", "cannot be changed here")]
    [InlineData("-Class", "cannot be changed here")]
    [InlineData("-Message-Authenticator", "cannot be changed here")]
    [InlineData("User-Name = x", "cannot be changed here")]
    [InlineData("-MS-MPPE-Send-Key", "carries a secret")]
    [InlineData("-MS-CHAP2-Success", "cannot be changed here")]
    [InlineData("Tunnel-Password:1 = x", "takes no tag")]
    [InlineData("Mikrotik-Wireless-PSK = x", "carries a secret")]
    [InlineData("Vendor-Specific = 0x0102", "name the attribute within it")]
    public void A_wrong_line_is_refused_in_words(string line, string words) =>
        Assert.Contains(words, Assert.Throws<RefusedException>(() => ReplyChanges.Of("Filter-Id = ok\n" + line)).Message, StringComparison.Ordinal);

    [Fact]
    public void More_lines_than_a_reply_has_room_for_are_refused()
    {
        Assert.NotNull(ReplyChanges.Of(string.Join('\n', Enumerable.Repeat("+Reply-Message = x", ReplyChanges.Most))));
        Assert.Throws<RefusedException>(() => ReplyChanges.Of(string.Join('\n', Enumerable.Repeat("+Reply-Message = x", ReplyChanges.Most + 1))));
        Assert.Throws<RefusedException>(() => ReplyChanges.Of(string.Join('\n', Enumerable.Repeat("+Reply-Message = " + new string('x', 250), 5))));
    }

    [Fact]
    public void In_mid_session_only_what_the_brand_says_is_changed()
    {
        var writer = new RadiusWriter(new byte[4096], RadiusCode.CoaRequest, 1);
        writer.Add(Ietf.AcctSessionId, "s1");
        ReplyTable.Of("mikrotik").Write(ref writer, new Limits(3600, null, 900, 300, 5000, 2000));
        ReplyChanges.Of("Mikrotik-Rate-Limit = 1M/1M\nReply-Message = hello\n+Filter-Id = x\n-Idle-Timeout")!.Apply(ref writer, midSession: true);
        Assert.True(RadiusPacket.TryRead(writer.Finish(new SharedSecret("s")), out var packet, out _));
        Assert.Equal(["Acct-Session-Id = \"s1\"", "Mikrotik-Rate-Limit = \"1M/1M\""], PacketText.Lines(packet));
    }

    [Fact]
    public void Applying_them_allocates_nothing()
    {
        var changes = ReplyChanges.Of("Mikrotik-Rate-Limit = 1M/1M\n-Idle-Timeout\n+Reply-Message = hello\nTunnel-Type:1 = VLAN")!;
        var buffer = new byte[4096];
        long Measure()
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 1000; i++)
            {
                var writer = new RadiusWriter(buffer, RadiusCode.AccessAccept, 1);
                writer.AddMessageAuthenticator();
                writer.Add(Ietf.IdleTimeout, 900);
                ReplyTable.Of("mikrotik").Write(ref writer, new Limits(3600, null, 900, 300, 5000, 2000));
                changes.Apply(ref writer);
            }
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        Measure();
        Assert.Equal(0, Measure());
    }

    [Fact]
    public async Task An_access_point_is_told_its_own_attributes_from_the_next_sign_in_on_and_the_packet_is_whole()
    {
        await using var room = await RadiusRoom.OpenAsync(nas: n => n.Brand = "mikrotik");
        var code = await room.VoucherAsync();
        async Task<IReadOnlyList<string>> AskAsync(string? lines)
        {
            if (lines is not null)
            {
                await room.Writer.ChangeAsync(db => NetworkList.SetReplyLinesAsync(db, "rw05", lines));
                await room.ReloadAsync();
            }
            var request = room.Pap(code, code);
            Assert.True(RadiusPacket.TryRead(room.Access(request), out var reply, out _));
            Assert.Equal(ReplyState.Valid, PacketCheck.Reply(reply, request[1], request.AsSpan(4, 16), RadiusRoom.Secret));
            Assert.True(reply.HasMessageAuthenticator);
            return PacketText.Lines(reply);
        }
        Assert.Contains("Mikrotik-Rate-Limit = \"2000k/5000k\"", await AskAsync(null));
        var changed = await AskAsync("Mikrotik-Rate-Limit = 1M/1M\n-Idle-Timeout\nTunnel-Private-Group-Id:1 = 20");
        Assert.Contains("Mikrotik-Rate-Limit = \"1M/1M\"", changed);
        Assert.Contains("Tunnel-Private-Group-Id:1 = \"20\"", changed);
        Assert.DoesNotContain(changed, l => l.StartsWith("Idle-Timeout", StringComparison.Ordinal) || l.Contains("2000k", StringComparison.Ordinal));
        // What another version stored and this one cannot read is left aside, not answered with silence.
        Assert.Contains("Mikrotik-Rate-Limit = \"2000k/5000k\"", await AskAsync("No-Such-Attribute = 1"));
        Assert.Contains("Idle-Timeout = 900", await AskAsync(""));
    }
}
