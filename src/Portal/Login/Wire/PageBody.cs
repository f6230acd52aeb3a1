using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace HotspotManager.Portal.Login.Wire;

/// <summary>
/// One page being put together, plain or as gzip (RFC 1952). Nothing is compressed while a phone waits: what is the same for everybody lies ready as DEFLATE blocks,
/// what is this visit's alone stands between them as it is (a stored block), and when it stands there again, as a reference to the first time.
/// </summary>
internal sealed class PageBody
{
    private const int LongestStored = 65_535;

    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    [ThreadStatic]
    private static PageBody? _ofThread;

    private readonly record struct Written(int InBuffer, int InPage, int Length);

    private readonly Written[] _fields = new Written[Enum.GetValues<Field>().Length];
    private byte[] _buffer = new byte[16 * 1024];
    private int _at, _page;
    private uint _sum;
    private bool _gzip;

    /// <summary>This thread's, emptied: a page is put together and copied out without waiting for anything in between.</summary>
    public static PageBody Begin(bool gzip)
    {
        var body = _ofThread ??= new PageBody();
        (body._at, body._page, body._sum, body._gzip) = (0, 0, 0, gzip);
        Array.Clear(body._fields);
        // Deflate; no name, no time; RFC 1952 2.3.1: 255 is "system unknown".
        if (gzip) body.Put([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
        return body;
    }

    public void Add(PageText text)
    {
        if (_gzip)
        {
            Put(text.Deflated);
            _sum = Crc32.Join(_sum, text.Sum, text.Shift);
        }
        else
        {
            Put(text.Plain);
        }
        _page += text.Plain.Length;
    }

    /// <summary>Writes a field's value, HTML-encoded.</summary>
    public void Add(Field field, string value)
    {
        ref var before = ref _fields[(int)field];
        if (before.Length >= DeflateCopy.Least && _page - before.InPage <= DeflateCopy.Farthest) Repeat(before);
        else before = Store(Encoder.Encode(value));
    }

    /// <summary>Writes a text that is of no field, HTML-encoded.</summary>
    public void Add(string value) => Store(Encoder.Encode(value));

    /// <summary>The whole page; good until this thread begins another.</summary>
    public ReadOnlyMemory<byte> End()
    {
        if (_gzip)
        {
            Put([1, 0, 0, 0xff, 0xff]); // the last block, with nothing in it
            var trailer = Room(8);
            BinaryPrimitives.WriteUInt32LittleEndian(trailer, _sum);
            BinaryPrimitives.WriteInt32LittleEndian(trailer[4..], _page);
            _at += 8;
        }
        return _buffer.AsMemory(0, _at);
    }

    private Written Store(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        var head = _gzip ? 5 : 0;
        if (_gzip && length > LongestStored) throw new InvalidOperationException("a field is longer than any request may be");
        var room = Room(head + length);
        if (_gzip)
        {
            // RFC 1951 3.2.4: not the last, stored; length and its complement.
            room[0] = 0;
            BinaryPrimitives.WriteUInt16LittleEndian(room[1..], (ushort)length);
            BinaryPrimitives.WriteUInt16LittleEndian(room[3..], (ushort)~length);
        }
        Encoding.UTF8.GetBytes(text, room[head..]);
        if (_gzip) _sum = Crc32.Append(_sum, room.Slice(head, length));
        var written = new Written(_at + head, _page, length);
        _at += head + length;
        _page += length;
        return written;
    }

    private void Repeat(Written before)
    {
        if (_gzip)
        {
            var took = DeflateCopy.Write(Room(DeflateCopy.Room(before.Length)), before.Length, _page - before.InPage);
            _sum = Crc32.Append(_sum, _buffer.AsSpan(before.InBuffer, before.Length));
            _at += took;
        }
        else
        {
            Room(before.Length);
            Put(_buffer.AsSpan(before.InBuffer, before.Length));
        }
        _page += before.Length;
    }

    private void Put(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Room(bytes.Length));
        _at += bytes.Length;
    }

    private Span<byte> Room(int octets)
    {
        if (_buffer.Length - _at < octets) Array.Resize(ref _buffer, Math.Max(_buffer.Length * 2, _at + octets));
        return _buffer.AsSpan(_at, octets);
    }
}
