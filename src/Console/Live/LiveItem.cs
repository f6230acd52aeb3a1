using System.Text.Json.Nodes;
using HotspotManager.Core.Feed;

namespace HotspotManager.Console.Live;

/// <summary>An event as it goes out: <c>{ seq, at, kind, accessPoint, area, state, … }</c>, with what its kind adds beside these.</summary>
public static class LiveItem
{
    /// <summary>The JSON object of a row of the feed.</summary>
    public static JsonObject Of(FeedEvent row)
    {
        var item = new JsonObject
        {
            ["seq"] = row.Seq,
            ["at"] = row.At.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["kind"] = row.Kind,
            ["accessPoint"] = row.AccessPoint,
            ["area"] = row.Area,
            ["state"] = row.State,
        };
        if (row.Device is not null) item["device"] = row.Device;
        if (row.Data is { Length: > 0 } data && JsonNode.Parse(data) is JsonObject further)
        {
            foreach (var (name, value) in further)
                if (!item.ContainsKey(name)) item[name] = value?.DeepClone();
        }

        return item;
    }
}
