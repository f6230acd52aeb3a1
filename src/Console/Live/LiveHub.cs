using System.Text.Json.Nodes;
using HotspotManager.Console.Access;
using HotspotManager.Core.Networks;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace HotspotManager.Console.Live;

/// <summary>What <c>Follow</c> answers: what was missed since the number the client has, or that it is too old to say.</summary>
public sealed record FollowAnswer(long Seq, bool Reset, IReadOnlyList<JsonObject> Events);

/// <summary>What the server sends as <c>Events</c>.</summary>
public sealed record EventsMessage(long Prev, long Seq, IReadOnlyList<JsonObject> Items);

/// <summary>
/// <c>/hubs/live</c>: a client follows a scope and gets every numbered event of it once and in order, and may watch a scope's figures, which are not numbered and
/// may be dropped. docs/hub.md has the messages.
/// </summary>
[Authorize]
internal sealed class LiveHub(FeedHistory history, MetricsPump pump, NetworkTable network) : Hub
{
    internal static string EventsGroup(Scope scope) => "events " + scope.Key;

    internal static string MetricsGroup(Scope scope) => "metrics " + scope.Key;

    /// <summary>Joins first and reads then, so that nothing falls between; the client skips what it gets twice.</summary>
    public async Task<FollowAnswer> Follow(string scope, long since)
    {
        var asked = Read(scope);
        await Groups.AddToGroupAsync(Context.ConnectionId, EventsGroup(asked), Context.ConnectionAborted);
        return await history.SinceAsync(asked, since, Context.ConnectionAborted);
    }

    /// <summary>Ends following a scope.</summary>
    public Task Unfollow(string scope) => Groups.RemoveFromGroupAsync(Context.ConnectionId, EventsGroup(Read(scope)), Context.ConnectionAborted);

    /// <summary>Brings <c>Metrics</c> of a scope, at once and then each second.</summary>
    public async Task Watch(string scope)
    {
        var asked = Read(scope);
        await Groups.AddToGroupAsync(Context.ConnectionId, MetricsGroup(asked), Context.ConnectionAborted);
        pump.Join(Context.ConnectionId, asked);
        await Clients.Caller.SendAsync("Metrics", pump.Whole(asked), Context.ConnectionAborted);
    }

    /// <summary>Ends watching a scope.</summary>
    public Task Unwatch(string scope)
    {
        var asked = Read(scope);
        pump.Leave(Context.ConnectionId, asked);
        return Groups.RemoveFromGroupAsync(Context.ConnectionId, MetricsGroup(asked), Context.ConnectionAborted);
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        pump.Leave(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    private Scope Read(string? scope) => Scope.Read(scope, Who.Of(Context.User!), network.Current)
        ?? throw new HubException("No such scope: use all, area:CODE or ap:NAME.");
}
