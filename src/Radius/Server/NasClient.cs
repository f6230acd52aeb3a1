using HotspotManager.Core.Networks;
using HotspotManager.Radius.Replies;
using HotspotManager.Radius.Wire;

namespace HotspotManager.Radius.Server;

/// <summary>A NAS as the packet path needs it: everything worked out beforehand. Replaced when the set-up changes; <see cref="Health"/> lives on.</summary>
/// <param name="nas">The row, its secret open.</param>
/// <param name="health">Its counters.</param>
/// <param name="followed">Whether this is the NAS where it only reported itself from: whoever shares that address translation could send from there as well.</param>
/// <param name="overTls">Whether this is the NAS as it comes over TLS: there every secret is "radsec" (RFC 6614 section 2.3).</param>
public sealed class NasClient(NasEntry nas, NasHealth health, bool overTls = false, bool followed = false)
{
    /// <summary>The secret of every packet over TLS (RFC 6614 section 2.3): it protects nothing, the connection does.</summary>
    public static readonly SharedSecret RadSecSecret = new("radsec"u8);

    /// <summary>Row number of the NAS.</summary>
    public int Id => nas.Id;

    /// <summary>Its name.</summary>
    public string Name => nas.Name;

    /// <summary>The row behind it.</summary>
    public Nas Row => nas.Row;

    /// <summary>Whether its packets come over TLS, by the name in its certificate.</summary>
    public bool OverTls => overTls;

    /// <summary>The secret its packets are signed with.</summary>
    public SharedSecret Secret { get; } = overTls ? RadSecSecret : new(nas.Secret);

    /// <summary>What it understands in an Access-Accept.</summary>
    public ReplyBrand Brand { get; } = ReplyTable.Of(nas.Row.Brand);

    /// <summary>Counters since the start.</summary>
    public NasHealth Health => health;

    /// <summary>Whether nothing can be told to it in mid-session: Disconnect- and CoA-Requests go unanswered.</summary>
    public bool IsBeyondControl { get; } = nas.Row.SilentToControlSince is not null;

    /// <summary>Whether an Access-Request without Message-Authenticator is discarded: set so, or learned; nobody can forge within TLS.</summary>
    public bool MustSendMessageAuthenticator => nas.Row.RequireMessageAuthenticator || followed || (nas.Row.SendsMessageAuthenticator && !overTls);

    /// <summary>Where its packets come from, in this role.</summary>
    internal System.Net.IPAddress Address { get; } = followed && nas.SeenAddress is { } seen ? seen : nas.Address;

    /// <summary>
    /// What its packets say as NAS-Identifier where it must be told from others. Over TLS all have the same secret, so the name has to do when none is set.
    /// </summary>
    public string? Identifier => nas.Row.NasIdentifier ?? (overTls ? nas.Name : null);
}

/// <summary>What one NAS did since the server started; counted by many threads at once.</summary>
public sealed class NasHealth
{
    private readonly long[] _dropped = new long[Enum.GetValues<DropReason>().Length];
    private long _accepts, _rejects, _accounting, _unreadable;
    private int _streak;
    private int _unreadableInARow;
    private long _due;
    private int _outstanding;

    /// <summary>Access-Accepts sent.</summary>
    public long Accepts => Volatile.Read(ref _accepts);

    /// <summary>Access-Rejects sent.</summary>
    public long Rejects => Volatile.Read(ref _rejects);

    /// <summary>Accounting-Requests stored and answered.</summary>
    public long Accounting => Volatile.Read(ref _accounting);

    /// <summary>Passwords that came out as octets nobody types: the sign of a wrong secret where no Message-Authenticator tells.</summary>
    public long UnreadablePasswords => Volatile.Read(ref _unreadable);

    /// <summary>Valid Access-Requests in a row that had a Message-Authenticator (RFC 3579 section 3.2), those with EAP-Message not counted.</summary>
    public int Streak => Volatile.Read(ref _streak);

    /// <summary>Packets discarded for this reason.</summary>
    public long Dropped(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

    /// <summary>When its next packet would be within its steady rate, for <see cref="PacketAllowance"/>.</summary>
    internal ref long Due => ref _due;

    /// <summary>Begins or ends an accounting record's way to the disk; how many of this NAS are on it.</summary>
    internal int Outstanding(int change) => Interlocked.Add(ref _outstanding, change);

    internal void CountAccept() => Interlocked.Increment(ref _accepts);

    internal void CountReject() => Interlocked.Increment(ref _rejects);

    internal void CountAccounting() => Interlocked.Increment(ref _accounting);

    /// <summary>Counts one; returns how many in a row.</summary>
    internal int CountUnreadable()
    {
        Interlocked.Increment(ref _unreadable);
        return Interlocked.Increment(ref _unreadableInARow);
    }

    internal void EndUnreadable()
    {
        if (Volatile.Read(ref _unreadableInARow) != 0)
            Volatile.Write(ref _unreadableInARow, 0);
    }

    internal void CountDrop(DropReason reason) => Interlocked.Increment(ref _dropped[(int)reason]);

    internal int LengthenStreak() => Interlocked.Increment(ref _streak);

    internal void EndStreak() => Volatile.Write(ref _streak, 0);
}
