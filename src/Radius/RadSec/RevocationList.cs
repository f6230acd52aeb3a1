using System.Formats.Asn1;
using System.Numerics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace HotspotManager.Radius.RadSec;

/// <summary>
/// A certificate revocation list (RFC 5280 section 5) from a file. A list whose next update is overdue still counts: what it revokes stays revoked, and an
/// authority that forgot to publish does not cut off a city.
/// </summary>
public sealed class RevocationList
{
    private const string PemLabel = "X509 CRL";

    private readonly byte[] _issuer;
    private readonly byte[] _signed;
    private readonly byte[] _signature;
    private readonly string _algorithm;
    private readonly HashSet<BigInteger> _serials = [];

    private RevocationList(ReadOnlyMemory<byte> der)
    {
        var whole = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        _signed = whole.PeekEncodedValue().ToArray();
        var list = whole.ReadSequence();
        _algorithm = whole.ReadSequence().ReadObjectIdentifier();
        _signature = whole.ReadBitString(out _);
        if (list.PeekTag().HasSameClassAndValue(Asn1Tag.Integer))
            list.ReadInteger();
        list.ReadSequence();
        _issuer = list.ReadEncodedValue().ToArray();
        ReadTime(list);
        if (list.HasData && IsTime(list.PeekTag()))
            NextUpdate = ReadTime(list);
        if (list.HasData && list.PeekTag().HasSameClassAndValue(Asn1Tag.Sequence))
        {
            for (var revoked = list.ReadSequence(); revoked.HasData;)
                _serials.Add(revoked.ReadSequence().ReadInteger());
        }
        if (list.HasData)
            RefuseCriticalExtensions(list.ReadSequence(new Asn1Tag(TagClass.ContextSpecific, 0)).ReadSequence());
    }

    /// <summary>When the authority promised the next one; null: it did not say.</summary>
    public DateTimeOffset? NextUpdate { get; }

    /// <summary>Number of revoked certificates.</summary>
    public int Count => _serials.Count;

    /// <summary>All lists in a PEM text.</summary>
    /// <exception cref="CryptographicException">There is none, or one is not well formed or of a kind that cannot be checked.</exception>
    public static IReadOnlyList<RevocationList> ReadPem(ReadOnlySpan<char> pem)
    {
        var lists = new List<RevocationList>();
        try
        {
            while (PemEncoding.TryFind(pem, out var fields))
            {
                if (pem[fields.Label].SequenceEqual(PemLabel))
                    lists.Add(new RevocationList(Convert.FromBase64String(pem[fields.Base64Data].ToString())));
                pem = pem[fields.Location.End..];
            }
        }
        catch (AsnContentException error)
        {
            throw new CryptographicException("a certificate revocation list is not well formed", error);
        }
        return lists.Count > 0 ? lists : throw new CryptographicException("there is no X509 CRL in it");
    }

    /// <summary>Whether the authority of this list made the certificate; whether it really signed the list is another question.</summary>
    public bool Covers(X509Certificate2 certificate) => certificate.IssuerName.RawData.AsSpan().SequenceEqual(_issuer);

    /// <summary>Whether the certificate is on the list.</summary>
    public bool Revokes(X509Certificate2 certificate) => _serials.Contains(new BigInteger(certificate.SerialNumberBytes.Span, isBigEndian: true));

    /// <summary>Whether this authority's key signed the list.</summary>
    public bool IsSignedBy(X509Certificate2 issuer)
    {
        var hash = Hash(_algorithm);
        if (_algorithm.StartsWith("1.2.840.10045.4.3.", StringComparison.Ordinal))
        {
            using var ec = issuer.GetECDsaPublicKey();
            return ec is not null && ec.VerifyData(_signed, _signature, hash, DSASignatureFormat.Rfc3279DerSequence);
        }
        using var rsa = issuer.GetRSAPublicKey();
        return rsa is not null && rsa.VerifyData(_signed, _signature, hash, RSASignaturePadding.Pkcs1);
    }

    private static HashAlgorithmName Hash(string algorithm) => algorithm switch
    {
        "1.2.840.113549.1.1.11" or "1.2.840.10045.4.3.2" => HashAlgorithmName.SHA256,
        "1.2.840.113549.1.1.12" or "1.2.840.10045.4.3.3" => HashAlgorithmName.SHA384,
        "1.2.840.113549.1.1.13" or "1.2.840.10045.4.3.4" => HashAlgorithmName.SHA512,
        _ => throw new CryptographicException($"the revocation list is signed with {algorithm}; RSA and ECDSA with SHA-2 are understood"),
    };

    /// <summary>A critical extension changes what the list means, such as a delta or the list of a part only (RFC 5280 section 5.2).</summary>
    private static void RefuseCriticalExtensions(AsnReader extensions)
    {
        while (extensions.HasData)
        {
            var extension = extensions.ReadSequence();
            var oid = extension.ReadObjectIdentifier();
            if (extension.PeekTag().HasSameClassAndValue(Asn1Tag.Boolean) && extension.ReadBoolean())
                throw new CryptographicException($"the revocation list has the critical extension {oid}; only complete lists are understood");
        }
    }

    private static bool IsTime(Asn1Tag tag) => tag.HasSameClassAndValue(Asn1Tag.UtcTime) || tag.HasSameClassAndValue(Asn1Tag.GeneralizedTime);

    private static DateTimeOffset ReadTime(AsnReader from) =>
        from.PeekTag().HasSameClassAndValue(Asn1Tag.UtcTime) ? from.ReadUtcTime() : from.ReadGeneralizedTime();
}
