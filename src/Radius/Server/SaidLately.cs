using HotspotManager.Datagrams;

namespace HotspotManager.Radius.Server;

/// <summary>Keeps a log from being flooded: one address and reason is told once a minute.</summary>
internal sealed class SaidLately<TReason>(TimeProvider time) where TReason : struct, Enum
{
    private const int MostRemembered = 4096;
    private static readonly TimeSpan Quiet = TimeSpan.FromMinutes(1);

    private readonly Dictionary<(DatagramEndPoint Source, TReason Reason), long> _said = [];
    private readonly Lock _saying = new();

    /// <summary>Whether this may be told now; then it counts as told.</summary>
    public bool May(in DatagramEndPoint source, TReason reason)
    {
        var now = time.GetTimestamp();
        var key = (source.WithPort(0), reason);
        lock (_saying)
        {
            if (_said.TryGetValue(key, out var last) && time.GetElapsedTime(last, now) < Quiet)
                return false;
            // A flood from invented addresses must not fill memory or the log: beyond the bound it is silent until the minute is over.
            if (_said.Count >= MostRemembered)
            {
                foreach (var old in _said.Where(s => time.GetElapsedTime(s.Value, now) >= Quiet).Select(s => s.Key).ToList())
                    _said.Remove(old);
                if (_said.Count >= MostRemembered)
                    return false;
            }
            _said[key] = now;
            return true;
        }
    }
}
