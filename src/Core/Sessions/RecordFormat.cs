using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Core.Sessions;

/// <summary>
/// A record as octets, for the journal. What it says comes last, so that a digest of that part knows a copy; before it stand the digest, when it came and how late: those
/// change with every retransmission. A newer program may add fields at the end; they are passed over.
/// </summary>
internal static class RecordFormat
{
    /// <summary>More than any record needs: RADIUS strings are at most 253 octets, of which each may become three.</summary>
    public const int Longest = 8192;

    private const byte Version = 1;
    private const int SaysAt = 32;
    private const int LongestText = 256;

    /// <summary>Writes a record; sets its digest. Returns the length.</summary>
    public static int Write(Span<byte> to, AccountingRecord r)
    {
        var writer = new Writer(to[SaysAt..]);
        writer.Number(r.NasId);
        writer.Number((long)r.Status);
        writer.Number(r.SessionSeconds);
        writer.Number(r.InputOctets);
        writer.Number(r.OutputOctets);
        writer.Optional(r.SignIn);
        writer.Text(r.Source);
        writer.Text(r.AcctSessionId);
        writer.Text(r.UserName);
        writer.Text(r.Mac);
        writer.Octets(r.EventTimestamp);
        var says = writer.Position;
        // Ours, not the NAS's: a copy that comes after a change of set-up is a copy all the same.
        writer.Optional(r.AccessPointId);
        writer.Optional(r.FramedIp);
        writer.Optional(r.TerminateCause);
        writer.Optional(r.PersonKey);
        writer.Optional(r.GrantId);
        writer.Optional(r.PlanId);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(to.Slice(SaysAt, says), hash);
        to[..SaysAt].Clear();
        to[0] = Version;
        BinaryPrimitives.WriteInt32LittleEndian(to[4..], r.DelaySeconds);
        BinaryPrimitives.WriteInt64LittleEndian(to[8..], r.ReceivedAt.ToUnixTimeMilliseconds());
        hash[..16].CopyTo(to[16..]);
        r.Digest = BinaryPrimitives.ReadUInt128LittleEndian(hash);
        return SaysAt + writer.Position;
    }

    public static AccountingRecord Read(long number, ReadOnlySpan<byte> from)
    {
        var reader = new Reader(from[SaysAt..]);
        return new AccountingRecord
        {
            Id = number,
            DelaySeconds = BinaryPrimitives.ReadInt32LittleEndian(from[4..]),
            ReceivedAt = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64LittleEndian(from[8..])),
            Digest = BinaryPrimitives.ReadUInt128LittleEndian(from[16..]),
            NasId = (int)reader.Number(),
            Status = (AcctStatus)reader.Number(),
            SessionSeconds = reader.Number(),
            InputOctets = reader.Number(),
            OutputOctets = reader.Number(),
            SignIn = reader.OptionalNumber(),
            Source = reader.Text(),
            AcctSessionId = reader.Text(),
            UserName = reader.Text(),
            Mac = reader.Text(),
            EventTimestamp = reader.Octets().ToArray(),
            AccessPointId = (int?)reader.OptionalNumber(),
            FramedIp = reader.OptionalText(),
            TerminateCause = reader.OptionalText(),
            PersonKey = reader.OptionalText(),
            GrantId = reader.OptionalNumber(),
            PlanId = (int?)reader.OptionalNumber(),
        };
    }

    private ref struct Writer(Span<byte> to)
    {
        private readonly Span<byte> _to = to;

        public int Position { get; private set; }

        /// <summary>Seven bits an octet, the sign in the last bit: most numbers here are small.</summary>
        public void Number(long value)
        {
            var rest = (ulong)((value << 1) ^ (value >> 63));
            for (; rest >= 0x80; rest >>= 7) _to[Position++] = (byte)(rest | 0x80);
            _to[Position++] = (byte)rest;
        }

        public void Text(string value)
        {
            // Longer ones come from no NAS; the journal must take what it is given all the same.
            var length = Encoding.UTF8.GetBytes(value.AsSpan(0, Math.Min(value.Length, LongestText)), _to[(Position + 2)..]);
            BinaryPrimitives.WriteUInt16LittleEndian(_to[Position..], (ushort)length);
            Position += 2 + length;
        }

        public void Octets(ReadOnlySpan<byte> value)
        {
            value = value[..Math.Min(value.Length, LongestText)];
            BinaryPrimitives.WriteUInt16LittleEndian(_to[Position..], (ushort)value.Length);
            value.CopyTo(_to[(Position + 2)..]);
            Position += 2 + value.Length;
        }

        public void Optional(long? value)
        {
            _to[Position++] = value is null ? (byte)0 : (byte)1;
            if (value is { } number) Number(number);
        }

        public void Optional(string? value)
        {
            _to[Position++] = value is null ? (byte)0 : (byte)1;
            if (value is not null) Text(value);
        }
    }

    private ref struct Reader(ReadOnlySpan<byte> from)
    {
        private ReadOnlySpan<byte> _rest = from;

        public long Number()
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var octet = Octet();
                value |= (ulong)(octet & 0x7f) << shift;
                if (octet < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
            }
        }

        public ReadOnlySpan<byte> Octets()
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(_rest);
            var octets = _rest.Slice(2, length);
            _rest = _rest[(2 + length)..];
            return octets;
        }

        public string Text() => Encoding.UTF8.GetString(Octets());

        // A record of an older program ends before a field that came later.
        public long? OptionalNumber() => _rest.IsEmpty || Octet() == 0 ? null : Number();

        public string? OptionalText() => _rest.IsEmpty || Octet() == 0 ? null : Text();

        private byte Octet()
        {
            var octet = _rest[0];
            _rest = _rest[1..];
            return octet;
        }
    }
}
