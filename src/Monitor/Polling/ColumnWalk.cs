using HotspotManager.Monitor.Snmp;

namespace HotspotManager.Monitor.Polling;

/// <summary>Takes a value of a walk: the number of its column, its index, the value.</summary>
public delegate void CellTaker(int column, ReadOnlySpan<uint> index, scoped in VarBind value);

/// <summary>
/// Walks columns by GETBULK. Each column goes on behind its own last row, so an answer that is cut anywhere loses nothing. A column ends where the next name is none of its
/// own, at the end of the MIB, at an index that does not increase (agents do that, and would be walked for ever), and after <c>maxRows</c>; the walk also ends with an answer
/// that brings nothing. Only when all columns ended the regular way <see cref="IsWhole"/> says so: then what was not there is not there.
/// </summary>
public sealed class ColumnWalk(Oid[] columns, AskLimits limits, int maxRows = ColumnWalk.MaxRows)
{
    public const int MaxRows = 512;

    private const int MaxRequests = 4096;
    private const int MaxRepetitions = 10;
    private const int MaxIndex = 64;
    private const int MaxOctets = 1000;

    private readonly uint[][] after = [.. columns.Select(_ => Array.Empty<uint>())];
    private readonly int[] rows = new int[columns.Length];
    private readonly bool[] ended = new bool[columns.Length];
    private int[] asked = [];
    private int repetitions;
    private int requests;
    private bool irregular;
    private PreparedRequest? request;

    /// <summary>Every column was walked to its end.</summary>
    public bool IsWhole => !irregular && ended.All(e => e);

    /// <summary>How many values the last request asked for.</summary>
    public int Cells => asked.Length * repetitions;

    /// <summary>Asks for the next rows; the same request until its answer is taken.</summary>
    public PreparedRequest Request(byte[] community)
    {
        if (request is not null)
        {
            return request;
        }

        // Columns that are behind first, so that they stay together.
        var octets = 0;
        asked = [.. Enumerable.Range(0, columns.Length).Where(i => !ended[i]).OrderBy(i => rows[i]).Take(Math.Max(1, limits.Cells))
            .TakeWhile(i => (octets += columns[i].Encoded.Length + (5 * after[i].Length) + 6) < MaxOctets)];
        repetitions = Math.Clamp(limits.Cells / Math.Max(1, asked.Length), 1, MaxRepetitions);
        requests++;
        return request = new PreparedRequest(SnmpVersion.V2c, community, PduType.GetBulk, [.. asked.Select(i => after[i].Length == 0 ? columns[i] : columns[i].Child(after[i]))], 0, repetitions);
    }

    /// <summary>The answer was too big, or (<paramref name="isSilent"/>) did not come: asks for half from now on, or a quarter, for silence costs time. False when it was one value already.</summary>
    public bool AskLess(long now, bool isSilent = false)
    {
        request = null;
        return limits.LessCells(isSilent && Cells > 2 ? Math.Max(2, Cells / 2) : Cells, now);
    }

    /// <summary>Takes an answer. True when there is more to ask.</summary>
    public bool Take(scoped in MessageReader reply, CellTaker taker)
    {
        request = null;
        Span<uint> arcs = stackalloc uint[Oid.MaxArcs];
        var progress = false;
        var variables = reply.VarBinds;
        for (var position = 0; asked.Length > 0 && variables.TryRead(out var variable); position++)
        {
            var column = asked[position % asked.Length];
            if (ended[column])
            {
                continue;
            }

            if (variable.IsException || !Oid.TryDecode(variable.Name, arcs, out var count) || count <= columns[column].Length || !columns[column].Contains(arcs[..count]))
            {
                (ended[column], progress) = (true, true);
                continue;
            }

            var index = arcs[columns[column].Length..count];
            if (index.SequenceCompareTo(after[column]) <= 0 || index.Length > MaxIndex || rows[column] >= maxRows)
            {
                (ended[column], irregular) = (true, true);
                continue;
            }

            after[column] = index.ToArray();
            rows[column]++;
            progress = true;
            taker(column, index, variable);
        }

        if (!progress || requests >= MaxRequests || variables.Reason != DecodeReason.None)
        {
            irregular |= !IsWhole;
            return false;
        }

        return ended.Any(e => !e);
    }
}
