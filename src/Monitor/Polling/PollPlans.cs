using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>
/// Plans that many devices share: access points of one make ask for the same variables under the same community, and a plan is the largest thing kept for a device. Of
/// one thread at a time.
/// </summary>
public sealed class PollPlans
{
    private const int Most = 4096;

    private static readonly Oid SysUpTime = Oid.Parse("1.3.6.1.2.1.1.3.0");

    private readonly HashSet<PollPlan> plans = new(SamePlan.Instance);
    private readonly List<(byte[] Community, PreparedRequest Request)> probes = [];

    /// <summary>Replaces a target's plan that was just made by one that others have already.</summary>
    public void Share(PollTarget target)
    {
        if (target.Plan is { Parts: 1 } plan && !ReferenceEquals(plan, target.SharedPlan))
        {
            target.Plan = target.SharedPlan = Share(plan);
            target.Request = ReferenceEquals(target.Request, plan.Part(0)) ? target.Plan.Part(0) : target.Request;
        }
    }

    /// <summary>The plan that stands for all like this one.</summary>
    public PollPlan Share(PollPlan plan)
    {
        if (plans.TryGetValue(plan, out var shared))
        {
            return shared;
        }

        // Devices that are gone leave their plans behind: begin anew now and then; who has one keeps it.
        if (plans.Count >= Most)
        {
            plans.Clear();
        }

        plans.Add(plan);
        return plan;
    }

    /// <summary>What a device that does not answer is asked: sysUpTime alone.</summary>
    public PreparedRequest Probe(byte[] community)
    {
        foreach (var known in probes)
        {
            if (known.Community.AsSpan().SequenceEqual(community))
            {
                return known.Request;
            }
        }

        if (probes.Count >= 16)
        {
            probes.Clear();
        }

        var probe = new PreparedRequest(SnmpVersion.V2c, community, PduType.Get, [SysUpTime]);
        probes.Add((community, probe));
        return probe;
    }

    private sealed class SamePlan : IEqualityComparer<PollPlan>
    {
        public static readonly SamePlan Instance = new();

        public bool Equals(PollPlan? x, PollPlan? y) =>
            x!.LinkBits.Equals(y!.LinkBits) && x.Part(0).Datagram.SequenceEqual(y.Part(0).Datagram);

        public int GetHashCode(PollPlan plan)
        {
            var hash = new HashCode();
            hash.AddBytes(plan.Part(0).Datagram);
            hash.Add(plan.LinkBits);
            return hash.ToHashCode();
        }
    }
}
