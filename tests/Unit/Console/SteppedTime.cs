namespace HotspotManager.Unit.Console;

/// <summary>A clock that stands until it is moved.</summary>
internal sealed class SteppedTime : TimeProvider
{
    public DateTimeOffset Now { get; set; } = new(2026, 11, 22, 4, 42, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => Now;
}
