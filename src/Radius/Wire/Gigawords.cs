namespace HotspotManager.Radius.Wire;

/// <summary>Octet counters of 64 bits, carried as two attributes of 32 (RFC 2869 sections 5.1 and 5.2).</summary>
public static class Gigawords
{
    /// <summary>One count from its two halves; an absent half is 0.</summary>
    public static ulong Join(uint? octets, uint? gigawords) => ((ulong)(gigawords ?? 0) << 32) | (octets ?? 0);

    /// <summary>The attribute of octets.</summary>
    public static uint Octets(ulong count) => (uint)count;

    /// <summary>The attribute of gigawords.</summary>
    public static uint Words(ulong count) => (uint)(count >> 32);
}
