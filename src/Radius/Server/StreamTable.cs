using System.Collections.Concurrent;
using System.Net;
using HotspotManager.Datagrams;

namespace HotspotManager.Radius.Server;

/// <summary>The stream connections that are open now.</summary>
public sealed class StreamTable
{
    private readonly ConcurrentDictionary<RadiusStream, byte> _open = new();
    private readonly Dictionary<DatagramEndPoint, int> _places = [];
    private readonly Lock _counting = new();
    private int _taken;

    /// <summary>All of them.</summary>
    public IEnumerable<RadiusStream> Open => _open.Keys;

    /// <summary>The connection on which this NAS was heard last; null: it is not connected.</summary>
    public RadiusStream? Of(int nasId)
    {
        RadiusStream? best = null;
        foreach (var (stream, _) in _open)
        {
            if ((best is null || stream.HeardAt > best.HeardAt) && IsOf(stream, nasId))
                best = stream;
        }
        return best;
    }

    internal void Add(RadiusStream stream) => _open[stream] = 0;

    internal void Remove(RadiusStream stream) => _open.TryRemove(stream, out _);

    /// <summary>Takes a place for a connection from an address, handshake included; false when they are all taken.</summary>
    internal bool TakePlace(IPAddress from, int most, int mostOfOne)
    {
        var address = new DatagramEndPoint(from, 0);
        lock (_counting)
        {
            var ofOne = _places.GetValueOrDefault(address);
            if (_taken >= most || ofOne >= mostOfOne)
                return false;
            _taken++;
            _places[address] = ofOne + 1;
            return true;
        }
    }

    internal void GivePlaceBack(IPAddress from)
    {
        var address = new DatagramEndPoint(from, 0);
        lock (_counting)
        {
            _taken--;
            if (--_places[address] == 0)
                _places.Remove(address);
        }
    }

    private static bool IsOf(RadiusStream stream, int nasId)
    {
        foreach (var nas in stream.Peers)
        {
            if (nas.Id == nasId)
                return true;
        }
        return false;
    }
}
