using System.Text;
using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// Finds out what a device is before it is polled.
/// <list type="number">
/// <item>Identity: sysObjectID, sysDescr, sysName, which choose the profile.</item>
/// <item>Interfaces: a walk of ifTable and ifXTable, from which the uplink is picked.</item>
/// <item>Clients: the profile's sources, until one answers.</item>
/// <item>The plan: one GET for each poll.</item>
/// </list>
/// </summary>
public sealed class InventoryFlow(ProfileTable profiles)
{
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
            Ask(target, new PreparedRequest(SnmpVersion.V2c, target.Community, PduType.Get, [SysDescr, SysObjectId, SysName]), keeps: true);
            return;
        }

        // 2. Interfaces
        if (target.Stage == PollStage.Interfaces)
        {
            target.Rows ??= [];
            target.Walk ??= new ColumnWalk(IfEntry.Child(2), IfEntry.Child(3), IfEntry.Child(5), IfEntry.Child(8), IfEntry.Child(10), IfXEntry.Child(1), IfXEntry.Child(6),
                IfXEntry.Child(15));
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
                if (source.Column is { } column)
                {
                    target.Walk ??= new ColumnWalk(column);
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

        // 4. The plan
        target.Plan ??= new PollPlan(target.Inventory!, target.Community);
        Ask(target, target.Plan.Request, keeps: false);
    }

    /// <summary>Takes the answer to what was asked before <see cref="PollStage.Poll"/>, and goes on to what is asked next.</summary>
    public void Take(PollTarget target, ReadOnlySpan<byte> datagram, ReplyReason reason)
    {
        MessageReader.TryRead(datagram, out var message);
        switch (target.Stage)
        {
            case PollStage.Identity:
                TakeIdentity(target, message);
                break;
            case PollStage.Interfaces:
                if (reason == ReplyReason.TooBig && target.Walk!.AskLess())
                {
                    break;
                }

                if (reason != ReplyReason.None || !target.Walk!.Take(message, (column, index, value) => TakeInterface(target.Rows!, column, index, value)))
                {
                    EndInterfaces(target);
                }

                break;
            case PollStage.Clients:
                TakeClients(target, message, reason);
                break;
            default:
                break;
        }
    }

    /// <summary>The stage's question got no answer though the device lives: asks for less, or does without.</summary>
    public static void Skip(PollTarget target)
    {
        if (target.Stage == PollStage.Interfaces)
        {
            EndInterfaces(target);
        }
        else if (target.Stage == PollStage.Clients)
        {
            NextSource(target);
        }
    }

    /// <summary>Begins again: after a restart, when the interface is gone, daily.</summary>
    public static void Restart(PollTarget target) =>
        (target.Stage, target.Walk, target.Rows, target.FoundClients, target.ClientSource) = (PollStage.Identity, null, null, null, 0);

    private static void Ask(PollTarget target, PreparedRequest request, bool keeps)
    {
        if (ReferenceEquals(target.Request, request))
        {
            return;
        }

        (target.Request, target.KeepsDatagram) = (request, keeps);
        if (target.Slots.Length < request.Names.Length)
        {
            target.Slots = new ValueSlot[request.Names.Length];
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

    private static void TakeInterface(Dictionary<uint, InterfaceRow> rows, int column, uint[] index, VarBind value)
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
        (target.Stage, target.Walk, target.Rows, target.FoundClients, target.ClientSource, target.Plan) = (PollStage.Clients, null, null, null, 0, null);
    }

    private static void TakeClients(PollTarget target, scoped in MessageReader message, ReplyReason reason)
    {
        if (reason == ReplyReason.TooBig && target.Walk?.AskLess() == true)
        {
            return;
        }

        var found = target.FoundClients!;
        var more = false;
        if (reason == ReplyReason.None)
        {
            if (target.Walk is { } walk)
            {
                var column = target.Inventory!.Profile.Clients[target.ClientSource].Column!;
                more = walk.Take(message, (_, index, value) => AddNumber(found, column.Child(index), value));
            }
            else
            {
                var variables = message.VarBinds;
                while (variables.TryRead(out var variable))
                {
                    if (Oid.Decode(variable.Name) is { } name)
                    {
                        AddNumber(found, name, variable);
                    }
                }
            }
        }

        if (more)
        {
            return;
        }

        if (found.Count == 0)
        {
            NextSource(target);
            return;
        }

        target.Inventory = target.Inventory! with { Clients = [.. found] };
        target.ClientSource = int.MaxValue;
        target.Plan = null;
    }

    private static void NextSource(PollTarget target)
    {
        target.ClientSource++;
        target.Walk = null;
    }

    private static void AddNumber(List<Oid> found, Oid name, VarBind value)
    {
        if (value.TryGetDouble(out _) && !found.Contains(name))
        {
            found.Add(name);
        }
    }

    private static string Text(VarBind value) => value.Tag == SnmpTag.OctetString ? Encoding.UTF8.GetString(value.Content).TrimEnd('\0', ' ', '\r', '\n') : "";
}
