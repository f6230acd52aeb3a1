using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace HotspotManager.Unit.Radius.RadSec;

/// <summary>A NAS at the other end of a stream.</summary>
public sealed class StreamClient : IDisposable
{
    private readonly TcpClient _tcp;
    private readonly Stream _stream;

    private StreamClient(TcpClient tcp, Stream stream) => (_tcp, _stream) = (tcp, stream);

    public X509Certificate2? Server { get; private set; }

    public static async Task<StreamClient> TcpAsync(IPEndPoint at)
    {
        var tcp = new TcpClient(at.AddressFamily);
        await tcp.ConnectAsync(at);
        return new StreamClient(tcp, tcp.GetStream());
    }

    public static async Task<StreamClient> TlsAsync(IPEndPoint at, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None)
    {
        var plain = await TcpAsync(at);
        var tls = new SslStream(plain._stream);
        // Handed over as a context, it is shown whatever authorities the server names.
        await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions
        {
            TargetHost = "radius",
            EnabledSslProtocols = protocols,
            ClientCertificateContext = certificate is null ? null : SslStreamCertificateContext.Create(certificate, null, offline: true),
            RemoteCertificateValidationCallback = (_, _, _, _) => true,
        });
        return new StreamClient(plain._tcp, tls) { Server = tls.RemoteCertificate as X509Certificate2 };
    }

    public async Task SendAsync(ReadOnlyMemory<byte> octets)
    {
        await _stream.WriteAsync(octets);
        await _stream.FlushAsync();
    }

    /// <summary>The next packet; null: the connection was closed.</summary>
    public async Task<byte[]?> ReceiveAsync()
    {
        using var late = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            var head = new byte[4];
            if (await _stream.ReadAtLeastAsync(head, 4, throwOnEndOfStream: false, late.Token) < 4)
                return null;
            var packet = new byte[BinaryPrimitives.ReadUInt16BigEndian(head.AsSpan(2))];
            head.CopyTo(packet, 0);
            await _stream.ReadExactlyAsync(packet.AsMemory(4), late.Token);
            return packet;
        }
        catch (IOException)
        {
            return null; // reset: closed with octets of ours unread
        }
    }

    public async Task<byte[]?> AskAsync(ReadOnlyMemory<byte> request)
    {
        await SendAsync(request);
        return await ReceiveAsync();
    }

    public void Dispose()
    {
        _stream.Dispose();
        _tcp.Dispose();
    }
}
