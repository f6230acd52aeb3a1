using HotspotManager.Core.Sessions;
using HotspotManager.Datagrams;

namespace HotspotManager.Radius.Server;

/// <summary>
/// The replies of one flush of the journal: given one by one on the journal's thread, sent together, as the kernel takes many datagrams in one call. Replies given on another
/// thread (copies of what was stored before), and those over TCP, leave at once.
/// </summary>
internal sealed class GatheredReplies : IDisposable
{
    private const int Together = 64;

    private readonly Dictionary<DatagramSocket, DatagramBatch> _batches = [];

    public void Add(DatagramSocket socket, ReadOnlySpan<byte> reply, in DatagramPath path)
    {
        if (socket is RadiusStream || !Journal.IsTelling)
        {
            socket.Send(reply, path);
            return;
        }
        if (!_batches.TryGetValue(socket, out var batch)) _batches[socket] = batch = socket.OpenBatch(Together);
        batch.Add(reply, path);
    }

    public void Send()
    {
        foreach (var batch in _batches.Values) batch.Flush();
    }

    public void Dispose()
    {
        foreach (var batch in _batches.Values) batch.Dispose();
    }
}
