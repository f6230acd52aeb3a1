using System.Collections.Frozen;
using HotspotManager.Core.Networks;
using HotspotManager.Core.Store;
using Microsoft.Extensions.Logging;

namespace HotspotManager.Radius.Replies;

/// <summary>Every access point's <see cref="ReplyChanges"/>. Follows Core's snapshot; reading it takes no lock and allocates nothing.</summary>
public sealed partial class ReplyChangeTable
{
    private readonly NetworkTable _network;
    private readonly ILogger<ReplyChangeTable> _log;
    private FrozenDictionary<int, ReplyChanges> _byAccessPoint = FrozenDictionary<int, ReplyChanges>.Empty;

    /// <summary>Builds the table and follows the snapshot from now on.</summary>
    public ReplyChangeTable(NetworkTable network, ILogger<ReplyChangeTable> log)
    {
        (_network, _log) = (network, log);
        network.Reloaded += Build;
        Build();
    }

    /// <summary>The changes for an access point; null for none.</summary>
    public ReplyChanges? Of(int? accessPoint)
    {
        var table = Volatile.Read(ref _byAccessPoint);
        return table.Count == 0 || accessPoint is not { } id ? null : table.GetValueOrDefault(id);
    }

    private void Build()
    {
        var built = new Dictionary<int, ReplyChanges>();
        foreach (var point in _network.Current.AccessPoints)
        {
            try
            {
                if (ReplyChanges.Of(point.ReplyLines) is { } changes)
                    built[point.Id] = changes;
            }
            catch (RefusedException wrong)
            {
                // Stored by an older or newer version whose table differs: the brand's own reply is better than none.
                NotUsed(_log, point.Name, wrong.Message);
            }
        }
        Volatile.Write(ref _byAccessPoint, built.ToFrozenDictionary());
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The reply attributes of {AccessPoint} are not used: {Why}")]
    private static partial void NotUsed(ILogger log, string accessPoint, string why);
}
