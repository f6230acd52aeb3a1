using System.Security.Cryptography;

namespace HotspotManager.Monitor.Snmp.Usm;

/// <summary>The hash of an authentication protocol, part after part. The framework has all but SHA-224.</summary>
internal sealed class UsmHash : IDisposable
{
    private readonly IncrementalHash? hash;
    private readonly Sha224? own;

    public UsmHash(AuthProtocol protocol)
    {
        if (protocol == AuthProtocol.Sha224)
        {
            own = new Sha224();
            return;
        }

        hash = IncrementalHash.CreateHash(protocol switch
        {
            AuthProtocol.Md5 => HashAlgorithmName.MD5,
            AuthProtocol.Sha1 => HashAlgorithmName.SHA1,
            AuthProtocol.Sha256 => HashAlgorithmName.SHA256,
            AuthProtocol.Sha384 => HashAlgorithmName.SHA384,
            AuthProtocol.Sha512 => HashAlgorithmName.SHA512,
            _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
        });
    }

    public void Append(ReadOnlySpan<byte> part)
    {
        hash?.AppendData(part);
        own?.Append(part);
    }

    public byte[] Finish() => own?.Finish() ?? hash!.GetHashAndReset();

    public void Dispose() => hash?.Dispose();
}
