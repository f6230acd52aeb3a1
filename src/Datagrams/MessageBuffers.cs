using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static HotspotManager.Datagrams.Syscalls;

namespace HotspotManager.Datagrams;

/// <summary>The fixed memory behind a batch of messages: headers, addresses, control data and payloads, laid out once and used for ever.</summary>
internal sealed unsafe class MessageBuffers : IDisposable
{
    public const int ControlSpace = 40; // CMSG_SPACE of the larger one, struct in6_pktinfo
    private const int NameSpace = SocketAddressBytes.Length6;

    private readonly bool _ipv6;
    private readonly int _payload;
    private byte* _memory;
    private readonly byte* _names;
    private readonly byte* _controls;
    private readonly byte* _payloads;

    public MessageBuffers(int count, int payload, bool ipv6)
    {
        (Count, _payload, _ipv6) = (count, payload, ipv6);
        var headers = (nuint)(count * sizeof(MessageSlot));
        var vectors = (nuint)(count * sizeof(Vector));
        var controls = (nuint)(count * ControlSpace);
        var names = (nuint)(count * 32);
        _memory = (byte*)NativeMemory.AllocZeroed(headers + vectors + controls + names + (nuint)count * (nuint)payload);
        Slots = (MessageSlot*)_memory;
        Vectors = (Vector*)(_memory + headers);
        _controls = _memory + headers + vectors;
        _names = _controls + controls;
        _payloads = _names + names;
        for (var i = 0; i < count; i++)
        {
            Vectors[i] = new Vector { Base = _payloads + (nint)i * payload, Length = (nuint)payload };
            Slots[i].Header.Name = _names + i * 32;
            Slots[i].Header.Vectors = &Vectors[i];
            Slots[i].Header.VectorCount = 1;
        }
    }

    public int Count { get; }

    public MessageSlot* Slots { get; }

    private Vector* Vectors { get; }

    /// <summary>What the kernel overwrote has to be set again before each receive.</summary>
    public void PrepareReceive(bool wantLocal)
    {
        for (var i = 0; i < Count; i++)
        {
            Slots[i].Header.NameLength = NameSpace;
            Slots[i].Header.Control = wantLocal ? _controls + i * ControlSpace : null;
            Slots[i].Header.ControlLength = wantLocal ? (nuint)ControlSpace : 0;
        }
    }

    public ReadOnlySpan<byte> Received(int i) => new(_payloads + (nint)i * _payload, (int)Math.Min(Slots[i].Length, (uint)_payload));

    public DatagramPath ReceivedPath(int i, in DatagramEndPoint bound)
    {
        var remote = SocketAddressBytes.Read(new ReadOnlySpan<byte>(_names + i * 32, NameSpace));
        var control = new ReadOnlySpan<byte>(_controls + i * ControlSpace, (int)Slots[i].Header.ControlLength);
        if (control.Length < 28)
            return new DatagramPath(remote, bound);
        var level = BinaryPrimitives.ReadInt32LittleEndian(control[8..]);
        var type = BinaryPrimitives.ReadInt32LittleEndian(control[12..]);
        if (level == IPPROTO_IP && type == IP_PKTINFO)
        {
            // struct in_pktinfo: interface, the local address that took it (ipi_spec_dst), the address in the header
            return new DatagramPath(remote, DatagramEndPoint.FromIPv4(BinaryPrimitives.ReadUInt32BigEndian(control[20..]), bound.Port));
        }
        return level == IPPROTO_IPV6 && type == IPV6_PKTINFO && control.Length >= 36
            ? new DatagramPath(remote, DatagramEndPoint.ReadIPv6(control[16..], 0, (ushort)bound.Port))
            : new DatagramPath(remote, bound);
    }

    /// <summary>False when the datagram is longer than a slot or of another address family.</summary>
    public bool SetSend(int i, ReadOnlySpan<byte> datagram, in DatagramPath path, bool setLocal)
    {
        if (datagram.Length > _payload || !SocketAddressBytes.Write(new Span<byte>(_names + i * 32, NameSpace), path.Remote, _ipv6))
            return false;
        datagram.CopyTo(new Span<byte>(_payloads + (nint)i * _payload, _payload));
        Vectors[i].Length = (nuint)datagram.Length;
        ref var header = ref Slots[i].Header;
        header.NameLength = (uint)(_ipv6 ? SocketAddressBytes.Length6 : SocketAddressBytes.Length4);
        header.Control = null;
        header.ControlLength = 0;
        if (setLocal && !path.Local.IsNone)
        {
            header.Control = _controls + i * ControlSpace;
            header.ControlLength = WriteLocal(new Span<byte>(header.Control, ControlSpace), path.Local, _ipv6);
        }
        return true;
    }

    /// <summary>The control message that names our address; its CMSG_SPACE.</summary>
    public static nuint WriteLocal(Span<byte> control, in DatagramEndPoint local, bool ipv6)
    {
        control.Clear();
        BinaryPrimitives.WriteInt64LittleEndian(control, ipv6 ? 36 : 28); // cmsg_len
        BinaryPrimitives.WriteInt32LittleEndian(control[8..], ipv6 ? IPPROTO_IPV6 : IPPROTO_IP);
        BinaryPrimitives.WriteInt32LittleEndian(control[12..], ipv6 ? IPV6_PKTINFO : IP_PKTINFO);
        if (ipv6)
            local.WriteIPv6(control[16..]);
        else
            BinaryPrimitives.WriteUInt32BigEndian(control[20..], local.IPv4);
        return (nuint)(ipv6 ? 40 : 32);
    }

    public void Dispose()
    {
        NativeMemory.Free(_memory);
        _memory = null;
    }
}
