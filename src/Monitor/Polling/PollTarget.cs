using HotspotManager.Datagrams;
using HotspotManager.Monitor.Snmp;
using HotspotManager.Monitor.Snmp.Usm;

namespace HotspotManager.Monitor.Polling;

/// <summary>What is being asked of a device.</summary>
public enum PollStage
{
    /// <summary>sysObjectID, sysDescr, sysName.</summary>
    Identity,

    /// <summary>Its interfaces.</summary>
    Interfaces,

    /// <summary>Which of the profile's sources of clients it has.</summary>
    Clients,

    /// <summary>The poll itself.</summary>
    Poll,

    /// <summary>What it tells of itself, its radios and the access points it controls: after a poll.</summary>
    Condition,
}

/// <summary>How far one try of a poll is.</summary>
public enum TryPhase
{
    /// <summary>Its first datagram is out.</summary>
    First,

    /// <summary>Its second one, too.</summary>
    Second,

    /// <summary>It was a miss; the next try comes at its time. A late answer still counts.</summary>
    Resting,
}

/// <summary>A device to poll: by its community, or by SNMPv3 when there is a user. <paramref name="Controls"/>: the access points whose state its table tells.</summary>
public sealed record PolledDevice(int DeviceId, DatagramEndPoint EndPoint, byte[] Community, UsmUser? User = null, IReadOnlyList<ControlledFacts>? Controls = null);

/// <summary>An access point that a controller tells of, and by what it is found in the controller's table, best first.</summary>
public sealed record ControlledFacts(int DeviceId, IReadOnlyList<string> Keys);

/// <summary>One polled device: where it is, what is asked of it, and how far that is. Owned by whoever steps <see cref="PollFlow"/>.</summary>
public sealed class PollTarget(int deviceId, DatagramEndPoint endPoint, byte[] community, UplinkLane lane, UsmSession? usm = null)
    : SampledDevice(deviceId)
{
    public DatagramEndPoint EndPoint { get; } = endPoint;

    public byte[] Community { get; } = community;

    /// <summary>Of SNMPv3; null: it is asked with its community.</summary>
    public UsmSession? Usm { get; } = usm;

    public UplinkLane Lane { get; } = lane;

    /// <summary>Taken out of the network: nothing more is asked.</summary>
    public bool IsGone { get; set; }

    public const int NoSlot = -1;

    // Its place in the schedule, kept by PollSchedule.
    public long Due { get; set; }
    public int Slot { get; set; } = NoSlot;
    public PollTarget? Next { get; set; }
    public PollTarget? Previous { get; set; }
    public long Started { get; set; } = long.MinValue / 2;

    // The exchange.
    public int Flight { get; set; } = -1;
    public bool IsWaiting { get; set; }
    public TryPhase Phase { get; set; }
    public int Try { get; set; }
    public int Sent { get; set; }
    public PreparedRequest? Request { get; set; }
    public ValueSlot[] Slots { get; set; } = [];
    public bool KeepsDatagram { get; set; }

    /// <summary>Somebody waits for what comes of its next poll, or of the one in flight.</summary>
    public bool IsOrdered { get; set; }
    public bool HasPinged { get; set; }

    // It is out: only a cheap probe goes to it until it answers.
    public bool IsSilent { get; set; }
    public bool IsProbe { get; set; }

    /// <summary>How long its answers take, milliseconds from the first datagram on, smoothed; 0 before the first one.</summary>
    public float AnswerTime { get; set; }

    // What is asked.
    public PollStage Stage { get; set; }
    public int StageMisses { get; set; }
    public long NextInventory { get; set; }
    public long LastInventory { get; set; } = long.MinValue / 2;
    public Inventory? Inventory { get; set; }
    public PollPlan? Plan { get; set; }
    public PollPlan? SharedPlan { get; set; }
    public ColumnWalk? Walk { get; set; }
    public Dictionary<uint, InterfaceRow>? Rows { get; set; }
    public List<Oid>? FoundClients { get; set; }
    public int ClientSource { get; set; }
    public AskLimits Limits { get; } = new();
    public int Part { get; set; }
    public ValueSlot[]? Gathered { get; set; }
    public HashSet<Oid>? Refused { get; set; }
    public int Narrow { get; set; }
    public ConditionRound? Condition { get; set; }
    public long NextCondition { get; set; } = long.MinValue / 2;
    public IReadOnlyList<ControlledDevice> Controls { get; set; } = [];

    // What came of it.
    public ulong? Label;
    public long LastUptime { get; set; } = -1;
    public int WalkedClients { get; set; } = -1;
    public long WalkedClientsAt { get; set; }

    /// <summary>It is asked for more than a poll: what gets no answer may be too much for it, and says little of its being alive.</summary>
    public bool IsWalking => Stage is PollStage.Interfaces or PollStage.Clients or PollStage.Condition;

    public bool IsInFlight => Flight >= 0;
}
