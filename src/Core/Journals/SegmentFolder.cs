using System.Globalization;

namespace HotspotManager.Core.Journals;

/// <summary>Takes one record of the journal; false: no more, please.</summary>
public delegate bool RecordReader(long number, ReadOnlySpan<byte> payload);

/// <summary>
/// The journal's files: segments named by the number of their first record, filled one after the other. Each begins with 16 octets that say what it is, then come
/// frames (<see cref="Frame"/>), then zeros. Any process may read them at any time; one writes (<see cref="SegmentWriter"/>).
/// </summary>
public sealed class SegmentFolder(string path)
{
    internal const string Extension = ".journal";

    public string Path => path;

    internal static ReadOnlySpan<byte> Header => "HotspotJournal1\n"u8;

    /// <summary>First numbers and files, oldest first.</summary>
    public IReadOnlyList<(long First, string File)> List() => !Directory.Exists(path) ? [] :
    [
        .. Directory.EnumerateFiles(path, "*" + Extension).Select(f => (Name: System.IO.Path.GetFileNameWithoutExtension(f), File: f))
            .Where(f => long.TryParse(f.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(f => (First: long.Parse(f.Name, CultureInfo.InvariantCulture), f.File)).OrderBy(f => f.First),
    ];

    /// <summary>The files that hold records behind a number.</summary>
    public IReadOnlyList<(long First, string File)> Behind(long after)
    {
        var all = List();
        // A segment ends where the next one begins.
        return [.. all.Where((s, i) => i + 1 == all.Count || all[i + 1].First > after + 1)];
    }

    /// <summary>Reads what is sound of the records behind a number, in order, each once. A file that cannot be read loses no others: it is told and passed over.</summary>
    public void Read(long after, RecordReader reader, Action<string, Exception>? unreadable = null)
    {
        foreach (var (_, file) in Behind(after))
        {
            byte[] segment;
            try
            {
                segment = ReadWhole(file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Deleted between listing and reading: it was past its time.
                if (error is not FileNotFoundException) unreadable?.Invoke(file, error);
                continue;
            }
            for (var position = 0; Frame.TryNext(segment, ref position, out var number, out var payload);)
            {
                if (number <= after) continue;
                after = number;
                if (!reader(number, payload)) return;
            }
        }
    }

    /// <summary>Deletes segments all of whose records are folded when they are older than <paramref name="before"/>, and the oldest of them beyond so many octets in all; returns how many.</summary>
    public int DeleteOld(long folded, DateTimeOffset before, long octetsAtMost)
    {
        var all = List();
        var octets = all.Sum(s => new FileInfo(s.File).Length);
        var deleted = 0;
        for (var i = 0; i + 1 < all.Count && all[i + 1].First <= folded + 1; i++)
        {
            var info = new FileInfo(all[i].File);
            if (info.LastWriteTimeUtc >= before.UtcDateTime && octets <= octetsAtMost) break;
            octets -= info.Length;
            info.Delete();
            deleted++;
        }
        return deleted;
    }

    internal string FileOf(long first) => System.IO.Path.Combine(path, first.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    internal static byte[] ReadWhole(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        var whole = GC.AllocateUninitializedArray<byte>((int)stream.Length);
        return whole[..stream.ReadAtLeast(whole, whole.Length, throwOnEndOfStream: false)];
    }
}
