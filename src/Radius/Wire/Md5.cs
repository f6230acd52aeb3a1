using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace HotspotManager.Radius.Wire;

/// <summary>
/// MD5 (RFC 1321) over spans, in parts, without allocation. RADIUS needs it by definition; for its inputs of one or two blocks this costs a sixth
/// of what a call into the platform's cryptography does. Not for anything that has a choice.
/// </summary>
public ref struct Md5
{
    /// <summary>Octets of a digest.</summary>
    public const int Size = 16;

    [InlineArray(64)]
    private struct Block
    {
        private byte _first;
    }

    private Md5Block _state;
    private Block _pending;
    private ulong _length;

    /// <summary>A digest of nothing yet.</summary>
    public Md5() => _state = Md5Block.Initial;

    /// <summary>Goes on from a state after <paramref name="length"/> octets, whole blocks.</summary>
    internal Md5(Md5Block state, ulong length) => (_state, _length) = (state, length);

    /// <summary>Adds octets.</summary>
    public void Append(scoped ReadOnlySpan<byte> bytes)
    {
        var held = (int)(_length & 63);
        _length += (ulong)bytes.Length;
        Span<byte> pending = _pending;
        if (held != 0)
        {
            var taken = Math.Min(64 - held, bytes.Length);
            bytes[..taken].CopyTo(pending[held..]);
            bytes = bytes[taken..];
            if (held + taken < 64)
                return;
            _state.Mix(pending);
        }
        for (; bytes.Length >= 64; bytes = bytes[64..])
            _state.Mix(bytes);
        bytes.CopyTo(pending);
    }

    /// <summary>Writes the 16 octets of the digest; the value is used up.</summary>
    public void Finish(scoped Span<byte> digest)
    {
        var held = (int)(_length & 63);
        Span<byte> pending = _pending;
        pending[held++] = 0x80;
        if (held > 56)
        {
            pending[held..].Clear();
            _state.Mix(pending);
            held = 0;
        }
        pending[held..56].Clear();
        BinaryPrimitives.WriteUInt64LittleEndian(pending[56..], _length << 3);
        _state.Mix(pending);
        _state.Write(digest);
    }

    /// <summary>The digest of one span.</summary>
    public static void Hash(scoped ReadOnlySpan<byte> bytes, scoped Span<byte> digest)
    {
        var md5 = new Md5();
        md5.Append(bytes);
        md5.Finish(digest);
    }
}
