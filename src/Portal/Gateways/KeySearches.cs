using System.Net;

namespace HotspotManager.Portal.Gateways;

/// <summary>How often in a minute a source of encrypted queries may have all keys tried on them: by address, and in all. A query of the gateway's own address costs nothing.</summary>
public sealed class KeySearches(TimeProvider time)
{
    /// <summary>Keys tried for one query, beside those of the address it comes from.</summary>
    public const int MostKeys = 64;

    private const int OfSource = 20, OfAll = 300;

    private readonly Dictionary<IPAddress, int> _counts = [];
    private readonly Lock _gate = new();
    private DateTimeOffset _since;
    private int _all;

    /// <summary>Counts one; false when there were too many.</summary>
    public bool TryBegin(IPAddress source)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            if (now - _since > TimeSpan.FromMinutes(1))
            {
                (_since, _all) = (now, 0);
                _counts.Clear();
            }
            return ++_all <= OfAll && (_counts[source] = _counts.GetValueOrDefault(source) + 1) <= OfSource;
        }
    }
}
