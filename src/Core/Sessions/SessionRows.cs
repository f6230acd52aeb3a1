using HotspotManager.Core.Store;

namespace HotspotManager.Core.Sessions;

/// <summary>Writes folded sessions. Most records only raise a running session's figures or end it: then only those columns are written, which no index but that of ends knows.</summary>
internal static class SessionRows
{
    private static readonly string[] Columns =
    [
        "Source", "NasId", "AccessPointId", "AcctSessionId", "UserName", "Mac", "FramedIp", "PersonKey", "GrantId", "PlanId", "StartedAt", "UpdatedAt", "EndedAt",
        "Seconds", "InputOctets", "OutputOctets", "TerminateCause", "SignIn", "EndIsAssumed", "InputBase", "OutputBase",
    ];

    private enum Change { Figures, End, Whole }

    public static async Task SaveAsync(HotspotDb db, IReadOnlyCollection<Session> sessions, IReadOnlyDictionary<long, Session> before, CancellationToken cancel)
    {
        var changes = sessions.ToLookup(s => before.TryGetValue(s.Id, out var was) ? Compare(was, s) : Change.Whole);
        await BatchCommand.RunAsync(db, "Sessions", ["Id"], Columns, changes[Change.Whole].Select(Row), cancel);
        await BatchCommand.UpdateAsync(db, "Sessions", "Id", ["UpdatedAt", "Seconds", "InputOctets", "OutputOctets"],
            changes[Change.Figures].Select(s => (object?[])[s.UpdatedAt.ToUnixTimeMilliseconds(), s.Seconds, s.InputOctets, s.OutputOctets, s.Id]), cancel);
        await BatchCommand.UpdateAsync(db, "Sessions", "Id", ["UpdatedAt", "Seconds", "InputOctets", "OutputOctets", "EndedAt", "EndIsAssumed", "TerminateCause"],
            changes[Change.End].Select(s => (object?[])[s.UpdatedAt.ToUnixTimeMilliseconds(), s.Seconds, s.InputOctets, s.OutputOctets, s.EndedAt?.ToUnixTimeMilliseconds(), s.EndIsAssumed, s.TerminateCause, s.Id]), cancel);
    }

    private static Change Compare(Session was, Session now) =>
        was.StartedAt != now.StartedAt || was.Mac != now.Mac || was.FramedIp != now.FramedIp || was.PersonKey != now.PersonKey || was.GrantId != now.GrantId || was.PlanId != now.PlanId
            || was.SignIn != now.SignIn || was.InputBase != now.InputBase || was.OutputBase != now.OutputBase ? Change.Whole
        : was.EndedAt != now.EndedAt || was.EndIsAssumed != now.EndIsAssumed || was.TerminateCause != now.TerminateCause ? Change.End : Change.Figures;

    private static object?[] Row(Session s) =>
    [
        s.Id, s.Source, s.NasId, s.AccessPointId, s.AcctSessionId, s.UserName, s.Mac, s.FramedIp, s.PersonKey, s.GrantId, s.PlanId,
        s.StartedAt.ToUnixTimeMilliseconds(), s.UpdatedAt.ToUnixTimeMilliseconds(), s.EndedAt?.ToUnixTimeMilliseconds(),
        s.Seconds, s.InputOctets, s.OutputOctets, s.TerminateCause, s.SignIn, s.EndIsAssumed, s.InputBase, s.OutputBase,
    ];
}
