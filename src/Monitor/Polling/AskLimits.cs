namespace HotspotManager.Monitor.Polling;

/// <summary>
/// How much an agent can be asked at once: learned when it says tooBig, or keeps silent at what is big and answers what is small (a datagram that the way there does not
/// carry); halved each time, down to one; half as much again is tried after a day.
/// </summary>
public sealed class AskLimits
{
    /// <summary>Variables in a GET: some 700 octets of answer.</summary>
    public const int MostVariables = 20;

    /// <summary>Values in the answer to a GETBULK (rows × columns): fits into one datagram of an Ethernet.</summary>
    public const int MostCells = 40;

    private const long GrowsAfter = 24 * 3600 * 1000;

    private long learned = long.MinValue;

    /// <summary>Variables in a GET.</summary>
    public int Variables { get; private set; } = MostVariables;

    /// <summary>Values in the answer to a GETBULK.</summary>
    public int Cells { get; private set; } = MostCells;

    /// <summary>A GET of so many was too big; false when it was one already.</summary>
    public bool LessVariables(int asked, long now) => Less(asked, now, Variables, v => Variables = v);

    /// <summary>A GETBULK for so many values was too big; false when it was one already.</summary>
    public bool LessCells(int asked, long now) => Less(asked, now, Cells, v => Cells = v);

    /// <summary>Time has passed: more may be possible again.</summary>
    public void Grow(long now)
    {
        if (learned != long.MinValue && now - learned >= GrowsAfter)
        {
            (Variables, Cells) = (Half(Variables, MostVariables), Half(Cells, MostCells));
            learned = Variables == MostVariables && Cells == MostCells ? long.MinValue : now;
        }
    }

    private static int Half(int value, int most) => Math.Min(most, value + Math.Max(1, value / 2));

    private bool Less(int asked, long now, int limit, Action<int> set)
    {
        if (asked <= 1)
        {
            return false;
        }

        set(Math.Max(1, Math.Min(limit, asked / 2)));
        learned = now;
        return true;
    }
}
