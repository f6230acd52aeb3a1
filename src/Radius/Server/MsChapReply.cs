using System.Security.Cryptography;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>What a reply to MS-CHAP says besides yes or no (RFC 2548 sections 2.1 to 2.4).</summary>
internal static class MsChapReply
{
    private const uint EncryptionAllowed = 1;
    private const uint Bits40And128 = 6;

    /// <summary>Proof that we know the password too, and the keys that follow from it.</summary>
    public static void Accept(ref RadiusWriter reply, in RadiusPacket request, SharedSecret secret, in Proof proof, string password)
    {
        if (proof.Kind is not (ProofKind.MsChap or ProofKind.MsChap2))
            return;
        Span<byte> hash = stackalloc byte[MsChap.HashLength];
        MsChap.PasswordHash(password, hash);
        if (proof.Kind == ProofKind.MsChap2)
        {
            Span<byte> success = stackalloc byte[1 + MsChap.AuthenticatorLength];
            success[0] = proof.Identifier;
            MsChap.AuthenticatorResponse(hash, proof.Given, proof.Challenge, success[1..]);
            reply.Add(Wire.Microsoft.Chap2Success, success);
            Span<byte> keys = stackalloc byte[3 * Mppe.KeyLength];
            Mppe.MasterKey(hash, proof.Given, keys);
            Mppe.StartKey(keys, sending: false, keys.Slice(Mppe.KeyLength, Mppe.KeyLength));
            Mppe.StartKey(keys, sending: true, keys[(2 * Mppe.KeyLength)..]);
            AddKeys(ref reply, request, secret, keys.Slice(Mppe.KeyLength, Mppe.KeyLength), keys[(2 * Mppe.KeyLength)..]);
            CryptographicOperations.ZeroMemory(keys);
        }
        else
        {
            // 8 octets of a LAN Manager hash, which nobody has any more, 16 of the NT hash's own hash, 8 of padding; hidden like a password.
            Span<byte> keys = stackalloc byte[32];
            Span<byte> hidden = stackalloc byte[32];
            keys.Clear();
            Md4.Hash(hash, keys[8..]);
            UserPassword.Hide(keys, request.Authenticator, secret, hidden);
            reply.Add(Wire.Microsoft.ChapMppeKeys, hidden);
            CryptographicOperations.ZeroMemory(keys);
        }
        reply.Add(Wire.Microsoft.MppeEncryptionPolicy, EncryptionAllowed);
        reply.Add(Wire.Microsoft.MppeEncryptionType, Bits40And128);
        CryptographicOperations.ZeroMemory(hash);
    }

    /// <summary>MS-MPPE-Recv-Key and -Send-Key, as an access point takes its keys from (RFC 2548 sections 2.4.2 and 2.4.3).</summary>
    public static void AddKeys(ref RadiusWriter reply, in RadiusPacket request, SharedSecret secret, scoped ReadOnlySpan<byte> receive,
        scoped ReadOnlySpan<byte> send)
    {
        Span<byte> hidden = stackalloc byte[Mppe.MaxHidden];
        Span<byte> salt = stackalloc byte[2];
        RandomNumberGenerator.Fill(salt);
        var first = (ushort)((salt[0] << 8) | (salt[1] & 0xfe)); // the two must differ
        reply.Add(Wire.Microsoft.MppeRecvKey, hidden[..Mppe.Hide(receive, first, request.Authenticator, secret, hidden)]);
        reply.Add(Wire.Microsoft.MppeSendKey, hidden[..Mppe.Hide(send, (ushort)(first | 1), request.Authenticator, secret, hidden)]);
    }

    /// <summary>Authentication failed, and trying again is of no use with the same challenge (RFC 2759 section 6, RFC 2548 section 2.1.5).</summary>
    public static void Reject(ref RadiusWriter reply, in Proof proof)
    {
        if (proof.Kind is not (ProofKind.MsChap or ProofKind.MsChap2))
            return;
        Span<byte> error = stackalloc byte[64];
        error[0] = proof.Identifier;
        var length = Failure(proof.Kind == ProofKind.MsChap2, error[1..]);
        reply.Add(Wire.Microsoft.ChapError, error[..(1 + length)]);
    }

    /// <summary>The failure message; version 2 wants a new challenge in it, which nobody will answer.</summary>
    public static int Failure(bool second, Span<byte> text)
    {
        if (!second)
        {
            "E=691 R=0"u8.CopyTo(text);
            return 9;
        }
        Span<byte> challenge = stackalloc byte[16];
        RandomNumberGenerator.Fill(challenge);
        "E=691 R=0 C="u8.CopyTo(text);
        Convert.TryToHexString(challenge, text[12..], out _);
        " V=3"u8.CopyTo(text[44..]);
        return 48;
    }
}
