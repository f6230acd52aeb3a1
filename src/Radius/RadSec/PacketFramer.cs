using System.Buffers.Binary;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.RadSec;

/// <summary>What stands at the front of a stream.</summary>
internal enum FrameState
{
    /// <summary>Not yet a whole packet.</summary>
    Incomplete,
    /// <summary>A whole packet.</summary>
    Packet,
    /// <summary>A Length that no packet can have: nobody knows where the next one begins (RFC 6613 section 2.6.4: the connection ends).</summary>
    OutOfStep,
}

/// <summary>Cuts a stream of octets into packets by their Length field (RFC 6613 section 2.2). Holds at most two packets' worth.</summary>
internal sealed class PacketFramer
{
    private const int LengthAt = 2;
    private readonly byte[] _buffer = new byte[2 * RadiusPacket.MaxLength];
    private int _start;
    private int _end;

    /// <summary>Whether octets of an unfinished packet wait.</summary>
    public bool IsPartial => _end > _start;

    /// <summary>Where the next octets go; never empty once all whole packets were taken.</summary>
    public Memory<byte> Room
    {
        get
        {
            if (_start > 0)
            {
                _buffer.AsSpan(_start.._end).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
            }
            return _buffer.AsMemory(_end);
        }
    }

    /// <summary>Octets were put into <see cref="Room"/>.</summary>
    public void Filled(int octets) => _end += octets;

    /// <summary>Takes the next packet; it is valid until <see cref="Room"/> is asked for.</summary>
    public FrameState Take(out ReadOnlySpan<byte> packet)
    {
        packet = default;
        var waiting = _buffer.AsSpan(_start.._end);
        if (waiting.Length < LengthAt + sizeof(ushort))
            return FrameState.Incomplete;
        var length = BinaryPrimitives.ReadUInt16BigEndian(waiting[LengthAt..]);
        if (length is < RadiusPacket.HeaderLength or > RadiusPacket.MaxLength)
            return FrameState.OutOfStep;
        if (waiting.Length < length)
            return FrameState.Incomplete;
        packet = waiting[..length];
        _start += length;
        return FrameState.Packet;
    }
}
