using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using HotspotManager.Radius.Eap.Certificates;
using HotspotManager.Radius.Server;

namespace HotspotManager.Radius.Eap.Tls;

/// <summary>Who was proven in a tunnel that may be resumed.</summary>
internal sealed record TlsMemory(string UserName, string PersonKey, string? Password, string Inner);

/// <summary>
/// What all tunnels of one set of certificates share: OpenSSL's context and its session cache. Sessions are kept on this side (RFC 5246 section 7.4.1.2,
/// RFC 8446 section 4.6.1 without self-contained tickets), because who was proven inside is known only after a ticket would have gone out.
/// </summary>
internal sealed unsafe class TlsContext
{
    /// <summary>One working day's break: long enough for roaming between access points, short enough that a revoked certificate does not live on.</summary>
    public static readonly TimeSpan SessionLife = TimeSpan.FromHours(1);

    private const int MostSessions = 20_000;
    private const int MostCertificates = 4_096;

    private static readonly int SslIndex = OpenSsl.CRYPTO_get_ex_new_index(OpenSsl.ExDataSsl, 0, 0, 0, 0, 0);
    private static readonly int SessionIndex = OpenSsl.CRYPTO_get_ex_new_index(OpenSsl.ExDataSession, 0, 0, 0, 0, 0);

    private readonly ConcurrentDictionary<nint, TlsMemory> _memories = new();
    private readonly ConcurrentQueue<nint> _order = new();
    private readonly ConcurrentDictionary<UInt128, PhoneCertificate> _certificates = new();
    private long _last;

    private TlsContext(nint handle) => Handle = handle;

    public nint Handle { get; }

    /// <exception cref="InvalidDataException">A file cannot be used; the message says which and why.</exception>
    /// <exception cref="DllNotFoundException">There is no OpenSSL 3 here.</exception>
    public static TlsContext Open(TlsFiles files)
    {
        OpenSsl.ERR_clear_error();
        var context = new TlsContext(OpenSsl.SSL_CTX_new(OpenSsl.TLS_server_method()));
        var handle = context.Handle;
        OpenSsl.SSL_CTX_ctrl(handle, OpenSsl.ControlMinVersion, OpenSsl.Tls12, 0); // RFC 8996: nothing older
        OpenSsl.SSL_CTX_set_options(handle, OpenSsl.OptionNoTicket | OpenSsl.OptionNoRenegotiation | OpenSsl.OptionServerPreference);
        OpenSsl.SSL_CTX_ctrl(handle, OpenSsl.ControlMode, OpenSsl.ModeReleaseBuffers, 0); // 80 KB become 48 KB while the phone thinks
        OpenSsl.SSL_CTX_ctrl(handle, OpenSsl.ControlSessionMode, OpenSsl.SessionCacheServer, 0);
        OpenSsl.SSL_CTX_ctrl(handle, OpenSsl.ControlSessionCacheSize, MostSessions, 0);
        OpenSsl.SSL_CTX_set_timeout(handle, (nint)SessionLife.TotalSeconds);
        OpenSsl.SSL_CTX_set_num_tickets(handle, 1);
        OpenSsl.SSL_CTX_sess_set_new_cb(handle, &OnNewSession);
        Must(OpenSsl.SSL_CTX_use_certificate_chain_file(handle, files.Certificate), files.Certificate, "is no certificate in PEM");
        Must(OpenSsl.SSL_CTX_use_PrivateKey_file(handle, files.CertificateKey, OpenSsl.FiletypePem), files.CertificateKey, "is no private key in PEM");
        Must(OpenSsl.SSL_CTX_check_private_key(handle), files.CertificateKey, $"is not the key of {files.Certificate}");
        Must(OpenSsl.SSL_CTX_load_verify_file(handle, files.ClientCa), files.ClientCa, "holds no authority's certificate in PEM");
        OpenSsl.SSL_CTX_set_client_CA_list(handle, OpenSsl.SSL_load_client_CA_file(files.ClientCa));
        if (files.Crl is { } crl)
        {
            var store = OpenSsl.SSL_CTX_get_cert_store(handle);
            Must(OpenSsl.X509_STORE_load_file(store, crl), crl, "holds no revocation list in PEM");
            OpenSsl.X509_STORE_set_flags(store, OpenSsl.CrlCheck);
        }
        return context;
    }

    private static void Must(int result, string file, string what)
    {
        if (result == 1)
            return;
        var why = OpenSsl.TakeError();
        throw new InvalidDataException($"{file} {what}{(why.Length > 0 ? $" ({why})" : "")}.");
    }

    /// <summary>A number that new sessions of a tunnel carry, by which they are told apart.</summary>
    public nint Number(nint ssl)
    {
        var number = (nint)Interlocked.Increment(ref _last);
        OpenSsl.SSL_set_ex_data(ssl, SslIndex, number);
        return number;
    }

    /// <summary>Who was proven when the session that is being resumed began; null: nobody, or it is forgotten.</summary>
    public TlsMemory? Recall(nint ssl) => _memories.GetValueOrDefault(SessionNumber(ssl));

    /// <summary>Sessions that came of this tunnel may be resumed by this person.</summary>
    public void Remember(nint number, TlsMemory memory)
    {
        _memories[number] = memory;
        _order.Enqueue(number);
        while (_order.Count > MostSessions && _order.TryDequeue(out var old))
            _memories.TryRemove(old, out _);
    }

    /// <summary>What a certificate says, which is taken apart once: a phone shows the same one every time.</summary>
    /// <param name="der">Octets that OpenSSL has verified.</param>
    public PhoneCertificate Certificate(ReadOnlySpan<byte> der)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(der, digest);
        var key = BinaryPrimitives.ReadUInt128BigEndian(digest);
        if (_certificates.TryGetValue(key, out var known))
            return known;
        if (_certificates.Count >= MostCertificates)
            _certificates.Clear();
        return _certificates[key] = PhoneCertificate.Read(der);
    }

    private static nint SessionNumber(nint ssl)
    {
        var session = OpenSsl.SSL_get_session(ssl);
        return session == 0 ? 0 : OpenSsl.SSL_SESSION_get_ex_data(session, SessionIndex);
    }

    /// <summary>A session has entered the cache: it takes the tunnel's number along, unless it goes on from an older session, which had its own.</summary>
    [UnmanagedCallersOnly]
    private static int OnNewSession(nint ssl, nint session)
    {
        if (OpenSsl.SSL_SESSION_get_ex_data(session, SessionIndex) == 0)
            OpenSsl.SSL_SESSION_set_ex_data(session, SessionIndex, OpenSsl.SSL_get_ex_data(ssl, SslIndex));
        return 0; // no reference kept
    }

    /// <summary>Not disposed: a conversation may still open a tunnel with a context that was replaced meanwhile.</summary>
    ~TlsContext()
    {
        if (Handle != 0)
            OpenSsl.SSL_CTX_free(Handle);
    }
}
