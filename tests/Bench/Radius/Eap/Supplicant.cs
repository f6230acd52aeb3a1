using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Bench.Radius.Eap;

/// <summary>
/// A phone's side of one sign-in: EAP-TLS (RFC 5216) or PEAPv0 with MS-CHAPv2 inside. It verifies the server's certificate and takes what it needs, no more: whether
/// every phone's rules are kept is for the tests with eapol_test.
/// </summary>
internal sealed class Supplicant(ClientTls tls, bool peap, int user, nint session) : IDisposable
{
    private const byte Identity = 1, Nak = 3, EapTls = 13, Peap = 25, MsChapV2 = 26, Extensions = 33;
    private const int FragmentLength = 1000, HasLength = 0x80, More = 0x40, Start = 0x20;

    private readonly byte _type = peap ? Peap : EapTls;
    private readonly byte[] _name = Encoding.UTF8.GetBytes(Requests.Name(user));
    private readonly byte[] _plain = new byte[512];
    private ClientTls.Connection? _tunnel;
    private byte[] _waiting = [];
    private int _sent;

    public bool IsResumed => _tunnel!.IsResumed;

    public nint Session() => _tunnel!.Session();

    /// <summary>What a phone says first.</summary>
    public byte[] Hello() => Packet(0, Identity, _name);

    /// <summary>The answer to an EAP-Request.</summary>
    /// <exception cref="InvalidOperationException">The server says what this phone does not expect.</exception>
    public byte[] Answer(ReadOnlySpan<byte> request)
    {
        if (request.Length < 5 || request[0] != 1)
            throw new InvalidOperationException($"no EAP-Request: {Convert.ToHexString(request)}");
        var (id, type) = (request[1], request[4]);
        var data = request[5..];
        if (type == Identity)
            return Packet(id, Identity, _name);
        if (type != _type)
            return Packet(id, Nak, [_type]);
        var flags = data[0];
        var octets = data[((flags & HasLength) != 0 ? 5 : 1)..];
        if ((flags & Start) != 0)
        {
            _tunnel = tls.Connect(session);
            _tunnel.Advance();
            return Flight(id, _tunnel.Drain());
        }
        var tunnel = _tunnel ?? throw new InvalidOperationException("TLS before its start");
        if (octets.IsEmpty && _sent < _waiting.Length)
            return Fragment(id);
        tunnel.Hold(octets);
        if ((flags & More) != 0)
            return Packet(id, _type, [0]);
        tunnel.Advance();
        if (tunnel.IsEstablished && peap && tunnel.Read(_plain) is > 0 and var length)
            tunnel.Write(Inner(_plain.AsSpan(0, length)));
        return Flight(id, tunnel.Drain());
    }

    /// <summary>PEAPv0's second phase: EAP packets without code, identifier and length, but whole ones for the result.</summary>
    private byte[] Inner(ReadOnlySpan<byte> said)
    {
        if (said.Length > 4 && said[4] == Extensions && BinaryPrimitives.ReadUInt16BigEndian(said[2..]) == said.Length)
            return [2, said[1], 0, 11, Extensions, 0x80, 3, 0, 2, 0, 1]; // Result: success
        return (said[0], said.Length > 1 ? said[1] : 0) switch
        {
            (Identity, _) => [Identity, .. _name],
            (MsChapV2, 1) => Respond(said),
            (MsChapV2, 3) => [MsChapV2, 3],
            (MsChapV2, _) => throw new InvalidOperationException($"MS-CHAPv2: {Encoding.ASCII.GetString(said[1..])}"),
            _ => [Nak, MsChapV2],
        };
    }

    /// <summary>Type, OpCode, MS-CHAPv2-ID, MS-Length, Value-Size, challenge → the response (draft-kamath-pppext-eap-mschapv2).</summary>
    private byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        Span<byte> peer = stackalloc byte[16], both = stackalloc byte[MsChap.ChallengeLength], password = stackalloc byte[MsChap.HashLength];
        RandomNumberGenerator.Fill(peer);
        MsChap.ChallengeHash(peer, challenge.Slice(6, 16), _name, both);
        MsChap.PasswordHash(Requests.Password(user), password);
        var answer = new byte[1 + 54 + _name.Length];
        (answer[0], answer[1], answer[2], answer[5]) = (MsChapV2, 2, challenge[2], 49);
        BinaryPrimitives.WriteUInt16BigEndian(answer.AsSpan(3), (ushort)(answer.Length - 1));
        peer.CopyTo(answer.AsSpan(6));
        MsChap.Response(both, password, answer.AsSpan(30, MsChap.ResponseLength));
        _name.CopyTo(answer, 55);
        return answer;
    }

    private byte[] Flight(byte id, byte[] octets)
    {
        (_waiting, _sent) = (octets, 0);
        return Fragment(id);
    }

    private byte[] Fragment(byte id)
    {
        var first = _sent == 0;
        var part = _waiting.AsSpan(_sent, Math.Min(FragmentLength, _waiting.Length - _sent));
        _sent += part.Length;
        if (_sent == _waiting.Length)
            return Packet(id, _type, [0, .. part]);
        if (!first)
            return Packet(id, _type, [More, .. part]);
        Span<byte> whole = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(whole, _waiting.Length);
        return Packet(id, _type, [HasLength | More, .. whole, .. part]);
    }

    private static byte[] Packet(byte id, byte type, ReadOnlySpan<byte> data)
    {
        byte[] packet = [2, id, 0, 0, type, .. data];
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        return packet;
    }

    public void Dispose() => _tunnel?.Dispose();
}
