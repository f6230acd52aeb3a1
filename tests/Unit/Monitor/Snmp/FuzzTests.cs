using HotspotManager.Monitor.Snmp;
using Xunit;

namespace HotspotManager.Unit.Monitor.Snmp;

public sealed class FuzzTests
{
    [Fact]
    public void Mutated_and_random_datagrams_never_throw()
    {
        var random = new Random(2571);
        var buffer = new byte[2048];
        var request = new PreparedRequest(SnmpVersion.V2c, "public"u8, PduType.Get,
            [Oid.Parse("1.3.6.1.2.1.1.3.0"), Oid.Parse("1.3.6.1.2.1.31.1.1.1.6.1")]);
        var slots = new ValueSlot[2];
        var understood = 0;
        for (var round = 0; round < 100_000; round++)
        {
            var length = Mutate(random, buffer);
            var datagram = buffer.AsSpan(0, length);
            Trap.TryRead(datagram, out _);
            if (MessageReader.TryRead(datagram, out var message) != DecodeReason.None)
            {
                continue;
            }

            understood++;
            request.Read(message, slots);
            var reader = message.VarBinds;
            while (reader.TryRead(out var variable))
            {
                variable.TryGetUInt64(out _);
                variable.TryGetDouble(out _);
                Oid.Decode(variable.Name);
                Oid.Decode(variable.Content);
            }
        }

        Assert.InRange(understood, 1000, 99_000);
    }

    private static int Mutate(Random random, byte[] buffer)
    {
        if (random.Next(10) == 0)
        {
            var random1 = random.Next(0, 300);
            random.NextBytes(buffer.AsSpan(0, random1));
            return random1;
        }

        var seed = SnmpVectors.All[random.Next(SnmpVectors.All.Count)];
        seed.CopyTo(buffer, 0);
        var length = seed.Length;
        for (var i = random.Next(1, 6); i > 0 && length > 2; i--)
        {
            var at = random.Next(length);
            switch (random.Next(4))
            {
                case 0:
                    buffer[at] = (byte)random.Next(256);
                    break;
                case 1:
                    buffer[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    buffer.AsSpan(at + 1, length - at - 1).CopyTo(buffer.AsSpan(at));
                    length--;
                    break;
                default:
                    buffer.AsSpan(at, length - at).CopyTo(buffer.AsSpan(at + 1));
                    length++;
                    break;
            }
        }

        return length;
    }
}
