using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using HotspotManager.Core.Messages;

namespace HotspotManager.Unit.Portal;

/// <summary>Takes messages as the phones that they go to would, and says what it is told to say.</summary>
internal sealed partial class RecordingCourier : ICourierKind
{
    public const string KindName = "log";

    private readonly ConcurrentQueue<(string To, string Text)> _taken = new();

    public string Kind => KindName;

    public HandOver Answer { get; set; } = new(HandOverResult.Taken, "taken");

    public IReadOnlyList<(string To, string Text)> Taken => [.. _taken];

    /// <summary>The code of the newest message.</summary>
    public string Code => CodeIn().Match(Taken[^1].Text).Value;

    public Task<HandOver> SendAsync(CourierEntry courier, Envelope message, CancellationToken cancel)
    {
        if (Answer.Result == HandOverResult.Taken) _taken.Enqueue((message.Recipient, message.Text));
        return Task.FromResult(Answer);
    }

    [GeneratedRegex("^[0-9]{6}")]
    private static partial Regex CodeIn();
}

/// <summary>The real clock, put forward by as much as a test says.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Ahead { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Ahead;
}
