using System.Runtime.InteropServices;
using HotspotManager.Radius.Eap.Certificates;

namespace HotspotManager.Radius.Eap.Tls;

/// <summary>One TLS connection whose octets come and go in EAP packets. Not for several threads at once.</summary>
internal sealed unsafe class TlsTunnel : IDisposable
{
    private readonly TlsContext _context;
    private readonly nint _in;
    private readonly nint _out;
    private readonly nint _number;
    private nint _ssl;

    /// <param name="context">Certificates and sessions.</param>
    /// <param name="method">The method's name: a session of one is not resumed by another.</param>
    /// <param name="wantsCertificate">Whether the phone must show a certificate.</param>
    public TlsTunnel(TlsContext context, ReadOnlySpan<byte> method, bool wantsCertificate)
    {
        _context = context;
        _ssl = OpenSsl.SSL_new(context.Handle); // holds its own reference of the context
        _in = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        _out = OpenSsl.BIO_new(OpenSsl.BIO_s_mem());
        OpenSsl.SSL_set_bio(_ssl, _in, _out);
        OpenSsl.SSL_set_accept_state(_ssl);
        OpenSsl.SSL_set_verify(_ssl, wantsCertificate ? OpenSsl.VerifyPeer | OpenSsl.VerifyFailIfNoPeerCert : OpenSsl.VerifyNone, 0);
        fixed (byte* name = method)
            OpenSsl.SSL_set_session_id_context(_ssl, name, (uint)method.Length);
        _number = context.Number(_ssl);
        GC.KeepAlive(context);
    }

    public bool IsEstablished { get; private set; }

    /// <summary>Why the handshake or a record failed, in OpenSSL's words; empty: it did not.</summary>
    public string Fault { get; private set; } = "";

    public bool IsResumed => OpenSsl.SSL_session_reused(_ssl) == 1;

    public bool IsTls13 => OpenSsl.SSL_version(_ssl) == OpenSsl.Tls13;

    /// <summary>Who was proven in the session that was resumed.</summary>
    public TlsMemory? Memory => IsResumed ? _context.Recall(_ssl) : null;

    public void Remember(TlsMemory memory) => _context.Remember(_number, memory);

    /// <summary>Octets from the phone, which wait until <see cref="Advance"/>.</summary>
    public void Hold(ReadOnlySpan<byte> octets)
    {
        fixed (byte* at = octets)
        {
            if (octets.Length > 0)
                OpenSsl.BIO_write(_in, at, octets.Length);
        }
    }

    /// <summary>The handshake goes on as far as it can. False: it failed.</summary>
    public bool Advance()
    {
        if (IsEstablished)
            return true;
        OpenSsl.ERR_clear_error();
        var result = OpenSsl.SSL_do_handshake(_ssl);
        IsEstablished = result == 1;
        return IsEstablished || !Failed(result);
    }

    /// <summary>What came through the tunnel, at most <paramref name="room"/>'s length; -1: it failed.</summary>
    public int Read(Span<byte> room)
    {
        OpenSsl.ERR_clear_error();
        var total = 0;
        fixed (byte* at = room)
        {
            while (total < room.Length)
            {
                var count = OpenSsl.SSL_read(_ssl, at + total, room.Length - total);
                if (count <= 0)
                    return Failed(count) ? -1 : total;
                total += count;
            }
        }
        return total;
    }

    /// <summary>Something to the phone.</summary>
    public void Write(ReadOnlySpan<byte> octets)
    {
        OpenSsl.ERR_clear_error();
        fixed (byte* at = octets)
            OpenSsl.SSL_write(_ssl, at, octets.Length);
    }

    /// <summary>Records that are to go out.</summary>
    public byte[] Drain()
    {
        var records = new byte[(int)OpenSsl.BIO_ctrl_pending(_out)];
        fixed (byte* at = records)
        {
            if (records.Length > 0)
                OpenSsl.BIO_read(_out, at, records.Length);
        }
        return records;
    }

    /// <summary>Keying material (RFC 5705, RFC 8446 section 7.5); without a context when <paramref name="context"/> is empty.</summary>
    public byte[] Export(ReadOnlySpan<byte> label, ReadOnlySpan<byte> context, int length)
    {
        var material = new byte[length];
        fixed (byte* output = material, name = label, with = context)
        {
            if (OpenSsl.SSL_export_keying_material(_ssl, output, (nuint)length, name, (nuint)label.Length, with, (nuint)context.Length, context.IsEmpty ? 0 : 1) != 1)
                throw new InvalidOperationException($"No keying material: {OpenSsl.TakeError()}.");
        }
        return material;
    }

    /// <summary>The phone's certificate, also that of a resumed session; null: none.</summary>
    public PhoneCertificate? Peer()
    {
        var certificate = OpenSsl.SSL_get1_peer_certificate(_ssl);
        if (certificate == 0)
            return null;
        try
        {
            var der = new byte[OpenSsl.i2d_X509(certificate, null)];
            fixed (byte* start = der)
            {
                var at = start;
                OpenSsl.i2d_X509(certificate, &at);
            }
            return _context.Certificate(der);
        }
        finally
        {
            OpenSsl.X509_free(certificate);
        }
    }

    /// <summary>The conversation ended well: OpenSSL keeps the session, which it would forget of a connection that breaks off without a goodbye.</summary>
    public void Keep() => OpenSsl.SSL_set_shutdown(_ssl, OpenSsl.ShutdownBoth);

    private bool Failed(int result)
    {
        if (OpenSsl.SSL_get_error(_ssl, result) == OpenSsl.ErrorWantRead)
            return false;
        var verified = OpenSsl.SSL_get_verify_result(_ssl);
        var why = OpenSsl.TakeError();
        if (verified != 0)
            why = Marshal.PtrToStringUTF8(OpenSsl.X509_verify_cert_error_string(verified)) ?? why;
        Fault = why.Length > 0 ? why : "the connection was closed";
        return true;
    }

    public void Dispose()
    {
        if (_ssl != 0)
            OpenSsl.SSL_free(_ssl); // and both BIOs
        _ssl = 0;
    }
}
