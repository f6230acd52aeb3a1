using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace HotspotManager.Portal.Gateways.OpenNds;

/// <summary>
/// Numbers that a router's post must carry, each good once and for ten minutes: a post that was recorded and is sent again is refused. They are ours and not the router's
/// clock, because routers wake up in 1970. A new start of the server makes all old ones void; the script then asks once more with the number it is given.
/// </summary>
public sealed class RouterNonces(TimeProvider time)
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(10);

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Dictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    public string Next(int nas)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"{time.GetUtcNow().ToUnixTimeMilliseconds()}.{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(6))}");
        return text + "." + Sign(nas, text);
    }

    /// <summary>Uses it up; false when it is not ours, too old, or was used before.</summary>
    public bool Use(int nas, string nonce)
    {
        if (nonce.LastIndexOf('.') is not (> 0 and var cut) || nonce.IndexOf('.', StringComparison.Ordinal) is not (> 0 and var dot) || dot == cut) return false;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(nonce[(cut + 1)..]), Encoding.ASCII.GetBytes(Sign(nas, nonce[..cut])))) return false;
        var now = time.GetUtcNow();
        var ends = DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(nonce.AsSpan(0, dot), NumberStyles.None, CultureInfo.InvariantCulture)) + Life;
        if (ends < now) return false;
        lock (_gate)
        {
            // A thousand routers ask seven times a minute: swept long before memory counts.
            if (_used.Count > 100_000)
                foreach (var old in _used.Where(u => u.Value < now).Select(u => u.Key).ToList()) _used.Remove(old);
            return _used.TryAdd(nonce, ends);
        }
    }

    private string Sign(int nas, string text) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{nas} {text}"))).AsSpan(0, 12));
}
