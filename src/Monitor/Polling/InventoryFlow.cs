using System.Text;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// What is asked of a device, and in which order.
/// <list type="number">
/// <item>Identity: sysObjectID, sysDescr, sysName, which choose the profile.</item>
/// <item>Interfaces: a walk of ifTable and ifXTable, from which the uplink is picked.</item>
/// <item>Clients: the profile's sources, until one answers.</item>
/// <item>The plan: the GET of each poll (several, for an agent that cannot take all at once).</item>
/// <item>The condition, every five minutes: what it tells of itself and its radios; of a controller at each poll: which access points are there.</item>
/// </list>
/// </summary>
public sealed class InventoryFlow(ProfileTable profiles)
{
    private const long ConditionEvery = 300_000;
    private const int StageTries = 3;

    private static readonly Oid SysDescr = Oid.Parse("1.3.6.1.2.1.1.1.0");
    private static readonly Oid SysObjectId = Oid.Parse("1.3.6.1.2.1.1.2.0");
    private static readonly Oid SysName = Oid.Parse("1.3.6.1.2.1.1.5.0");
    private static readonly Oid IfEntry = Oid.Parse("1.3.6.1.2.1.2.2.1");
    private static readonly Oid IfXEntry = Oid.Parse("1.3.6.1.2.1.31.1.1.1");

    /// <summary>Prepares what the target's stage asks; it may go on to a later stage when there is nothing to ask.</summary>
    public void Prepare(PollTarget target)
    {
        // 1. Identity
        if (target.Stage == PollStage.Identity)
        {
            target.Limits.Grow(target.Started);
            target.NextCondition = target.NextCondition == long.MaxValue ? target.Started : target.NextCondition;
            Ask(target, new PreparedRequest(SnmpVersion.V2c, target.Community, PduType.Get, [SysDescr, SysObjectId, SysName]), keeps: true);
            return;
        }

        // 2. Interfaces
        if (target.Stage == PollStage.Interfaces)
        {
            target.Rows ??= [];
            target.Walk ??= new ColumnWalk([IfEntry.Child(2), IfEntry.Child(3), IfEntry.Child(5), IfEntry.Child(8), IfEntry.Child(10), IfXEntry.Child(1), IfXEntry.Child(6),
                IfXEntry.Child(15)], target.Limits);
            Ask(target, target.Walk.Request(target.Community), keeps: true);
            return;
        }

        // 3. Clients
        if (target.Stage == PollStage.Clients)
        {
            if (target.ClientSource < target.Inventory!.Profile.Clients.Count)
            {
                var source = target.Inventory.Profile.Clients[target.ClientSource];
                target.FoundClients ??= [];
                if ((source.If ?? source.Column) is { } column)
                {
                    target.Walk ??= new ColumnWalk([column], target.Limits);
                    Ask(target, target.Walk.Request(target.Community), keeps: true);
                }
                else
                {
                    Ask(target, new PreparedRequest(SnmpVersion.V2c, target.Community, PduType.Get, [.. source.Variables]), keeps: true);
                }

                return;
            }

            (target.Stage, target.Walk, target.FoundClients) = (PollStage.Poll, null, null);
        }

        // 5. The condition, when one is being asked for
        if (target.Stage == PollStage.Condition)
        {
            if (target.Condition?.Request(target.Community) is { } request)
            {
                Ask(target, request, keeps: true);
                return;
            }

            (target.Stage, target.Condition) = (PollStage.Poll, null);
        }

        // 4. The plan
        target.Plan ??= new PollPlan(target.Inventory!, target.Community, target.Narrow > 0 ? target.Narrow : target.Limits.Variables, target.Refused);
        Ask(target, target.Plan.Part(target.Part), keeps: false, target.Plan.Count);
    }

    /// <summary>After a poll: whether there is more to ask of the device now. It then goes on with its condition.</summary>
    public static bool GoesOn(PollTarget target)
    {
        if (target.Inventory?.Profile is not { } profile)
        {
            return false;
        }

        var everything = target.Started >= target.NextCondition && (profile.Readings.Count > 0 || profile.Tables.Count > 0 || target.Inventory.WalkedClients is not null);
        var accessPoints = profile.AccessPoints.Count > 0 && target.Controls.Count > 0;
        if (!everything && !accessPoints)
        {
            return false;
        }

        if (everything)
        {
            // Each device keeps its own place in the five minutes.
            target.NextCondition = target.Started + ConditionEvery - (target.NextCondition < 0 ? PollTiming.Spread(target.DeviceId, ConditionEvery / 2) : 0);
        }

        (target.Stage, target.Condition) = (PollStage.Condition, new ConditionRound(target.Inventory, everything, accessPoints, target.Limits));
        return true;
    }

    /// <summary>Takes the answer to what was asked outside <see cref="PollStage.Poll"/>. False: it was the condition's last; its round is handed out in <paramref name="round"/>.</summary>
    public bool Take(PollTarget target, ReadOnlySpan<byte> datagram, ReplyReason reason, out ConditionRound? round)
    {
        round = null;
        MessageReader.TryRead(datagram, out var message);
        switch (target.Stage)
        {
            case PollStage.Identity:
                TakeIdentity(target, message);
                break;
            case PollStage.Interfaces:
                if (reason == ReplyReason.TooBig && target.Walk!.AskLess(target.Started))
                {
                    break;
                }

                if (reason != ReplyReason.None || !target.Walk!.Take(message, (int column, ReadOnlySpan<uint> index, scoped in VarBind value) =>
                    TakeInterface(target.Rows!, column, index, value)))
                {
                    EndInterfaces(target);
                }

                break;
            case PollStage.Clients:
                TakeClients(target, message, reason);
                break;
            case PollStage.Condition:
                target.Condition!.Take(message, reason, target.Started);
                if (target.Condition.Request(target.Community) is null)
                {
                    (round, target.Condition, target.Stage) = (target.Condition, null, PollStage.Poll);
                    return false;
                }

                break;
            default:
                break;
        }

        return true;
    }

    /// <summary>A poll's answer was no values: asks for less at once, or without what the agent refuses. False when that is of no use.</summary>
    public static bool AskLess(PollTarget target, ReplyReason reason)
    {
        var asked = target.Plan!.Part(target.Part).Names.Length;
        if (reason == ReplyReason.TooBig)
        {
            if (!target.Limits.LessVariables(asked, target.Started))
            {
                return false;
            }
        }
        else if (asked > 1)
        {
            target.Narrow = Math.Max(1, asked / 2);
        }
        else if (target.Plan.Count > 1)
        {
            (target.Refused ??= []).Add(target.Plan.Part(target.Part).Names[0]);
            target.Narrow = 0;
        }
        else
        {
            return false;
        }

        (target.Plan, target.Part) = (null, 0);
        return true;
    }

    /// <summary>
    /// The stage's question got no answer though the device lives: it is asked for less from now on, or the stage does without. True when something of the inventory is missing
    /// now, so that it should be made again soon; the condition's turn comes again by itself.
    /// </summary>
    public static bool GiveUp(PollTarget target)
    {
        if (target.Stage == PollStage.Condition)
        {
            target.Condition?.AskLess(target.Started);
            (target.Stage, target.Condition) = (PollStage.Poll, null);
            return false;
        }

        if (target.Walk?.AskLess(target.Started, isSilent: true) == true && ++target.StageMisses < StageTries)
        {
            return false;
        }

        target.StageMisses = 0;
        if (target.Stage == PollStage.Interfaces)
        {
            EndInterfaces(target);
        }
        else
        {
            NextSource(target);
        }

        return true;
    }

    /// <summary>Begins again: after a restart, when the interface is gone, daily.</summary>
    public static void Restart(PollTarget target) =>
        (target.Stage, target.Walk, target.Rows, target.FoundClients, target.ClientSource, target.Refused, target.Narrow, target.Condition) =
        (PollStage.Identity, null, null, null, 0, null, 0, null);

    private static void Ask(PollTarget target, PreparedRequest request, bool keeps, int slots = 0)
    {
        if (ReferenceEquals(target.Request, request))
        {
            return;
        }

        (target.Request, target.KeepsDatagram) = (request, keeps);
        slots = Math.Max(slots, request.Names.Length);
        if (target.Slots.Length < slots)
        {
            target.Slots = new ValueSlot[slots];
        }
    }

    private void TakeIdentity(PollTarget target, scoped in MessageReader message)
    {
        Oid? objectId = null;
        var (descr, name) = ("", "");
        var variables = message.VarBinds;
        while (variables.TryRead(out var variable))
        {
            if (variable.NameIs(SysObjectId) && variable.Tag == SnmpTag.ObjectIdentifier)
            {
                objectId = Oid.Decode(variable.Content);
            }
            else if (variable.NameIs(SysDescr))
            {
                descr = Text(variable);
            }
            else if (variable.NameIs(SysName))
            {
                name = Text(variable);
            }
        }

        target.Inventory = new Inventory(objectId, descr, name, profiles.Find(objectId, descr));
        (target.Stage, target.Walk, target.Rows) = (PollStage.Interfaces, null, null);
    }

    private static void TakeInterface(Dictionary<uint, InterfaceRow> rows, int column, ReadOnlySpan<uint> index, VarBind value)
    {
        if (index.Length != 1)
        {
            return;
        }

        if (!rows.TryGetValue(index[0], out var row))
        {
            rows.Add(index[0], row = new InterfaceRow(index[0]));
        }

        value.TryGetUInt64(out var number);
        switch (column)
        {
            case 0:
                row.Descr = Text(value);
                break;
            case 1:
                row.Type = (int)number;
                break;
            case 2:
                row.SpeedBits = number;
                break;
            case 3:
                row.IsUp = number == 1;
                break;
            case 4:
                row.InOctets = number;
                break;
            case 5:
                row.Name = Text(value);
                break;
            case 6 when value.Tag == SnmpTag.Counter64:
                row.HcInOctets = number;
                break;
            case 7:
                row.HighSpeedBits = number * 1e6;
                break;
            default:
                break;
        }
    }

    private static void EndInterfaces(PollTarget target)
    {
        target.Inventory = target.Inventory! with { Uplink = target.Rows is null ? null : Inventory.PickUplink(target.Rows.Values, target.Inventory.Profile) };
        (target.Stage, target.Walk, target.Rows, target.FoundClients, target.ClientSource, target.Plan, target.Part, target.Label) =
            (PollStage.Clients, null, null, null, 0, null, 0, null);
    }

    private static void TakeClients(PollTarget target, scoped in MessageReader message, ReplyReason reason)
    {
        if (reason == ReplyReason.TooBig && target.Walk?.AskLess(target.Started) == true)
        {
            return;
        }

        var found = target.FoundClients!;
        var source = target.Inventory!.Profile.Clients[target.ClientSource];
        if (reason == ReplyReason.None)
        {
            if (target.Walk is { } walk)
            {
                var column = source.If ?? source.Column!;
                if (walk.Take(message, (int _, ReadOnlySpan<uint> index, scoped in VarBind value) => AddNumber(found, column.Child(index), value, source.If is not null)))
                {
                    return;
                }
            }
            else
            {
                var variables = message.VarBinds;
                while (variables.TryRead(out var variable))
                {
                    if (Oid.Decode(variable.Name) is { } name)
                    {
                        AddNumber(found, name, variable, anything: false);
                    }
                }
            }
        }

        if (found.Count == 0)
        {
            NextSource(target);
            return;
        }

        // Too many for one poll, or rows to be counted: that is walked every five minutes.
        var walked = source.CountsRows || (source.Column is not null && found.Count > PollPlan.MaxClients);
        target.Inventory = target.Inventory with { Clients = walked ? [] : [.. found], WalkedClients = walked ? source : null };
        target.ClientSource = int.MaxValue;
        (target.Plan, target.Part) = (null, 0);
    }

    private static void NextSource(PollTarget target)
    {
        target.ClientSource++;
        target.Walk = null;
    }

    private static void AddNumber(List<Oid> found, Oid name, VarBind value, bool anything)
    {
        if (!value.IsException && (anything || value.TryGetDouble(out _)) && !found.Contains(name))
        {
            found.Add(name);
        }
    }

    private static string Text(VarBind value) => value.Tag == SnmpTag.OctetString ? Encoding.UTF8.GetString(value.Content).TrimEnd('\0', ' ', '\r', '\n') : "";
}
