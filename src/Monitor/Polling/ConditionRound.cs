using HotspotManager.Monitor.Profiles;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>Values of the columns of a walk, by index.</summary>
public sealed class WalkedColumns
{
    private readonly Dictionary<Oid, List<(uint[] Index, RawValue Value)>> columns = [];

    /// <summary>A column's rows in order; empty when it has none or was not asked for.</summary>
    public IReadOnlyList<(uint[] Index, RawValue Value)> Of(Oid? column) => column is not null && columns.TryGetValue(column, out var rows) ? rows : [];

    /// <summary>A column's value at an index.</summary>
    public RawValue? At(Oid? column, ReadOnlySpan<uint> index)
    {
        var rows = Of(column);
        var (low, high) = (0, rows.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            switch (index.SequenceCompareTo(rows[middle].Index))
            {
                case 0:
                    return rows[middle].Value;
                case < 0:
                    high = middle - 1;
                    break;
                default:
                    low = middle + 1;
                    break;
            }
        }

        return null;
    }

    internal void Add(Oid column, ReadOnlySpan<uint> index, RawValue value)
    {
        if (!columns.TryGetValue(column, out var rows))
        {
            columns.Add(column, rows = []);
        }

        rows.Add((index.ToArray(), value));
    }
}

/// <summary>
/// One round of what is asked of a device beside the poll: its readings by GET, its tables by GETBULK, the access points it controls. Lives from its first request to its
/// last answer. What gets no answer is left out; the table of access points then is not whole.
/// </summary>
public sealed class ConditionRound
{
    private const int MaxAccessPoints = 16_384;

    private readonly Queue<Step> steps = new();
    private readonly AskLimits limits;
    private readonly Dictionary<Oid, RawValue> scalars = [];
    private Step? step;
    private int tables;
    private int whole;

    /// <param name="inventory">Which profile, and what of it the device has.</param>
    /// <param name="everything">Readings and tables too, not only the access points.</param>
    /// <param name="accessPoints">The table of access points.</param>
    /// <param name="limits">How much the agent takes at once.</param>
    public ConditionRound(Inventory inventory, bool everything, bool accessPoints, AskLimits limits)
    {
        (this.limits, IsEverything, HasAccessPoints) = (limits, everything, accessPoints);
        var profile = inventory.Profile;
        if (everything)
        {
            foreach (var part in profile.Readings.Where(r => !r.CountsRows).SelectMany(r => new[] { r.Oid, r.Of }).OfType<Oid>().Distinct().Chunk(limits.Variables))
            {
                steps.Enqueue(new Step(part, null, null));
            }

            Oid[] walked = [.. profile.Readings.Where(r => r.CountsRows).Select(r => r.Oid), .. profile.Tables.SelectMany(t => t.Columns()),
                .. new[] { inventory.WalkedClients?.Column }.OfType<Oid>()];
            Walk([.. walked.Distinct()], null);
        }

        foreach (var table in accessPoints ? profile.AccessPoints : [])
        {
            tables++;
            Walk([.. table.Columns()], true);
            if (everything)
            {
                Walk([.. table.Readings.Select(r => r.Oid).Concat(table.Tables.SelectMany(t => t.Columns())).Distinct()], false);
            }
        }
    }

    /// <summary>Readings and tables were asked for, not only the access points.</summary>
    public bool IsEverything { get; }

    /// <summary>The table of access points was asked for.</summary>
    public bool HasAccessPoints { get; }

    /// <summary>The table of access points was read to its end: what is not in it is not there.</summary>
    public bool HasWholeTable => tables > 0 && whole == tables;

    /// <summary>What the walks brought.</summary>
    public WalkedColumns Columns { get; } = new();

    /// <summary>A scalar's value; null when the device has none.</summary>
    public RawValue? Scalar(Oid oid) => scalars.TryGetValue(oid, out var value) ? value : null;

    /// <summary>What is asked next; null when the round is over.</summary>
    public PreparedRequest? Request(byte[] community)
    {
        if (step is null && !steps.TryDequeue(out step))
        {
            return null;
        }

        return step.Walk is { } walk ? walk.Request(community) : step.Get ??= new PreparedRequest(SnmpVersion.V2c, community, PduType.Get, step.Names);
    }

    /// <summary>Takes the answer to what was asked last.</summary>
    public void Take(scoped in MessageReader message, ReplyReason reason, long now)
    {
        if (reason == ReplyReason.TooBig && AskLess(now))
        {
            return;
        }

        if (reason != ReplyReason.None)
        {
            Split(reason);
            return;
        }

        if (step?.Walk is not { } walk)
        {
            var variables = message.VarBinds;
            while (variables.TryRead(out var variable))
            {
                if (!variable.IsException && Oid.Decode(variable.Name) is { } name)
                {
                    scalars[name] = RawValue.From(variable);
                }
            }

            step = null;
            return;
        }

        var columns = step.Names;
        if (!walk.Take(message, (int column, ReadOnlySpan<uint> index, scoped in VarBind value) => Columns.Add(columns[column], index, RawValue.From(value))))
        {
            whole += step.IsAccessPoints == true && walk.IsWhole ? 1 : 0;
            step = null;
        }
    }

    /// <summary>What was asked is too much: asks for less. False when it cannot be less.</summary>
    public bool AskLess(long now)
    {
        if (step?.Walk is { } walk)
        {
            return walk.AskLess(now);
        }

        if (step is null || !limits.LessVariables(step.Names.Length, now))
        {
            return false;
        }

        Split(ReplyReason.TooBig);
        return true;
    }

    // A GET that cannot be answered whole is asked in halves, so that one bad variable costs itself only.
    private void Split(ReplyReason reason)
    {
        var failed = step;
        step = null;
        if (failed is not { Walk: null, Names.Length: > 1 } || (reason is not (ReplyReason.TooBig or ReplyReason.NoSuchName or ReplyReason.Refused)))
        {
            return;
        }

        var half = failed.Names.Length / 2;
        steps.Enqueue(new Step(failed.Names[..half], null, null));
        steps.Enqueue(new Step(failed.Names[half..], null, null));
    }

    private void Walk(Oid[] columns, bool? accessPoints)
    {
        if (columns.Length > 0)
        {
            steps.Enqueue(new Step(columns, new ColumnWalk(columns, limits, accessPoints is null ? ColumnWalk.MaxRows : MaxAccessPoints), accessPoints));
        }
    }

    private sealed class Step(Oid[] names, ColumnWalk? walk, bool? isAccessPoints)
    {
        public Oid[] Names { get; } = names;
        public ColumnWalk? Walk { get; } = walk;
        public bool? IsAccessPoints { get; } = isAccessPoints;
        public PreparedRequest? Get { get; set; }
    }
}
