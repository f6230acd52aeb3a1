using System.Diagnostics;
using System.Formats.Asn1;
using System.Globalization;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Bench.Snmp;

/// <summary>Reading one answer of 13 values: our spans beside the framework's <see cref="AsnReader"/>.</summary>
internal static class CodecFigures
{
    private const int Times = 100_000;

    public static void Print(int rounds)
    {
        var request = new PreparedRequest(SnmpVersion.V2c, "public"u8, PduType.Get, Agents.Names);
        var asked = new byte[request.Length];
        request.Write(PreparedRequest.FirstRequestId + 7, asked);
        var answer = new byte[1400];
        MessageReader.TryRead(asked, out var question);
        Array.Resize(ref answer, Agents.Write(question, 123_456, answer));
        var slots = new ValueSlot[Agents.Names.Length];
        var names = Agents.Names.Select(n => n.ToString()).ToArray();
        Terminal.WriteLine($"codec: an answer of {answer.Length} octets, 13 values; ns and octets of garbage each");
        for (var round = 0; round <= rounds; round++)
        {
            var ours = Time(() =>
            {
                MessageReader.TryRead(answer, out var message);
                return request.Read(message, slots) == ReplyReason.None ? slots[1].Bits : 0;
            });
            var theirs = Time(() => WithAsnReader(answer, names));
            if (ours.Value != theirs.Value)
                throw new InvalidOperationException($"the two readers disagree: {ours.Value} and {theirs.Value}");
            if (round > 0) // the first one warms up
            {
                Terminal.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"  ours {ours.Nanoseconds,8:N0} ns {ours.Garbage,6:N0} B    AsnReader {theirs.Nanoseconds,8:N0} ns {theirs.Garbage,6:N0} B    ratio {theirs.Nanoseconds / ours.Nanoseconds:N1}"));
            }
        }
    }

    private static ulong WithAsnReader(byte[] datagram, string[] names)
    {
        var message = new AsnReader(datagram, AsnEncodingRules.BER).ReadSequence();
        message.ReadInteger();
        message.ReadOctetString();
        var pdu = message.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 2));
        pdu.ReadInteger();
        pdu.ReadInteger();
        pdu.ReadInteger();
        var list = pdu.ReadSequence();
        var first = 0UL;
        for (var i = 0; list.HasData; i++)
        {
            var variable = list.ReadSequence();
            if (variable.ReadObjectIdentifier() != names[i])
                throw new InvalidOperationException("another variable");
            variable.TryReadUInt64(out var value, variable.PeekTag());
            if (i == 1)
                first = value;
        }
        return first;
    }

    private static (double Nanoseconds, long Garbage, ulong Value) Time(Func<ulong> work)
    {
        var (began, garbage, value) = (Stopwatch.GetTimestamp(), GC.GetAllocatedBytesForCurrentThread(), 0UL);
        for (var i = 0; i < Times; i++)
            value = work();
        return (Stopwatch.GetElapsedTime(began).TotalNanoseconds / Times, (GC.GetAllocatedBytesForCurrentThread() - garbage) / Times, value);
    }
}
