using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Connections;

namespace HotspotManager.Portal;

/// <summary>
/// How many connections one address may hold open at once. A whole neighbourhood, or several behind their provider's address translation, comes from one address, so the share is
/// large; but nobody can take all there are. This machine itself is not counted: a proxy in front stands there.
/// </summary>
internal sealed class ConnectionShares(int most)
{
    private readonly ConcurrentDictionary<IPAddress, int> _open = new();

    /// <summary>The middleware of a listener.</summary>
    public ConnectionDelegate Wrap(ConnectionDelegate next) => async connection =>
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || address.Equals(IPAddress.Loopback) || address.Equals(IPAddress.IPv6Loopback))
        {
            await next(connection);
            return;
        }
        if (_open.AddOrUpdate(address, 1, (_, count) => count + 1) > most) connection.Abort();
        try
        {
            if (!connection.ConnectionClosed.IsCancellationRequested) await next(connection);
        }
        finally
        {
            // Only a count of nothing is dropped: another connection may be coming in at this moment.
            if (_open.AddOrUpdate(address, 0, (_, count) => count - 1) == 0) _open.TryRemove(new KeyValuePair<IPAddress, int>(address, 0));
        }
    };
}
