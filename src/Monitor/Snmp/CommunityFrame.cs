using System.Text;

namespace HotspotManager.Monitor.Snmp;

/// <summary>The frame of a v1 or v2c message around a PDU that is written already (RFC 1157 section 4, RFC 1901 section 3).</summary>
public static class CommunityFrame
{
    /// <summary>Writes it; the length, 0 when it does not fit.</summary>
    public static int Write(Span<byte> target, SnmpVersion version, string community, ReadOnlySpan<byte> pdu)
    {
        var writer = new BerWriter(target);
        return writer.TryOpen(0x30, out var mark)
            && writer.TryWriteInteger((byte)SnmpTag.Integer, (int)version)
            && writer.TryWrite((byte)SnmpTag.OctetString, Encoding.UTF8.GetBytes(community))
            && writer.TryCopy(pdu)
            && writer.TryClose(mark)
            ? writer.Position
            : 0;
    }

    /// <summary>The PDU of a message with its tag; empty when there is none.</summary>
    public static ReadOnlySpan<byte> Pdu(ReadOnlySpan<byte> message)
    {
        var outer = new BerReader(message);
        outer.TryRead(0x30, out var content);
        var reader = new BerReader(content);
        return reader.TryRead(out _, out _) && reader.TryRead(out _, out _) ? reader.Rest : default;
    }
}
