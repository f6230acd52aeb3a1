using HotspotManager.Core.Journals;
using Xunit;

namespace HotspotManager.Unit.Core.Journals;

public sealed class SegmentTests : IDisposable
{
    private readonly SegmentFolder _folder = new(Path.Combine(Path.GetTempPath(), "hotspot-journal-" + Guid.NewGuid().ToString("N")));

    public void Dispose() => Directory.Delete(_folder.Path, recursive: true);

    private static byte[] Frames(long first, long last)
    {
        var frames = new byte[4096 * 16];
        var length = 0;
        for (var number = first; number <= last; number++) length += Frame.Write(frames.AsSpan(length), number, Payload(number));
        return frames[..length];
    }

    private static byte[] Payload(long number) => [.. Enumerable.Range(0, 5 + (int)(number % 7)).Select(i => (byte)(number * 31 + i))];

    private void Write(long first, long last)
    {
        using var writer = SegmentWriter.Open(_folder);
        writer.Append(first, last, Frames(first, last));
    }

    private List<long> Numbers(long after = 0)
    {
        var numbers = new List<long>();
        _folder.Read(after, (number, payload) =>
        {
            Assert.Equal(Payload(number), payload.ToArray());
            numbers.Add(number);
            return true;
        });
        return numbers;
    }

    private static IEnumerable<long> Range(long first, long last) => Enumerable.Range((int)first, (int)(last - first + 1)).Select(n => (long)n);

    [Fact]
    public void What_was_written_is_read_in_order_and_from_any_number_on()
    {
        Write(1, 5);
        Write(6, 9);
        Assert.Equal(Range(1, 9), Numbers());
        Assert.Equal(Range(8, 9), Numbers(after: 7));
        Assert.Single(_folder.List());
    }

    [Fact]
    public void A_record_half_written_at_a_crash_is_cut_off_wherever_it_was_torn()
    {
        var next = Frames(4, 4);
        for (var kept = 0; kept < next.Length; kept++)
        {
            Write(1, 3);
            var (_, file) = _folder.List().Single();
            using (var stream = File.OpenWrite(file))
            {
                stream.Position = SegmentFolder.Header.Length + Frames(1, 3).Length;
                stream.Write(next, 0, kept);
            }
            using (var writer = SegmentWriter.Open(_folder))
            {
                Assert.Equal(3, writer.Last);
                writer.Append(5, 6, Frames(5, 6));
            }
            Assert.Equal([1, 2, 3, 5, 6], Numbers());
            Directory.Delete(_folder.Path, recursive: true);
        }
        Directory.CreateDirectory(_folder.Path);
    }

    [Fact]
    public void A_damaged_octet_costs_the_record_it_is_in_and_no_other()
    {
        Write(1, 6);
        var (_, file) = _folder.List().Single();
        var sound = File.ReadAllBytes(file);
        var begin = SegmentFolder.Header.Length;
        var ends = Range(1, 6).Select(n => begin + Frames(1, n).Length).ToList();
        for (var at = begin; at < ends[^1]; at++)
        {
            var damaged = (byte[])sound.Clone();
            damaged[at] ^= 0x55;
            File.WriteAllBytes(file, damaged);
            var lost = ends.FindIndex(e => at < e) + 1;
            Assert.Equal(Range(1, 6).Where(n => n != lost), Numbers());
        }
    }

    [Fact]
    public void A_ruined_file_loses_no_other_file()
    {
        Fill(1, 3);
        var files = _folder.List();
        Assert.Equal(3, files.Count);
        var rubbish = new byte[new FileInfo(files[1].File).Length];
        new Random(1).NextBytes(rubbish);
        File.WriteAllBytes(files[1].File, rubbish);
        var numbers = Numbers();
        Assert.Contains(files[0].First, numbers);
        Assert.Contains(files[2].First, numbers);
        Assert.DoesNotContain(files[1].First, numbers);
    }

    [Fact]
    public void Only_what_is_folded_and_past_its_time_or_its_space_is_deleted()
    {
        Fill(1, 4);
        var files = _folder.List();
        var folded = files[2].First - 1;
        Assert.Equal(0, _folder.DeleteOld(folded, DateTimeOffset.UnixEpoch, long.MaxValue));
        Assert.Equal(2, _folder.DeleteOld(folded, DateTimeOffset.UtcNow.AddDays(1), long.MaxValue));
        Assert.Equal(files.Skip(2), _folder.List());
        Assert.Equal(1, _folder.DeleteOld(long.MaxValue - 1, DateTimeOffset.UnixEpoch, 1));
        Assert.Equal(files[3], Assert.Single(_folder.List()));
    }

    [Fact]
    public void Where_no_segment_can_be_made_nothing_is_stored_and_later_it_goes_on()
    {
        using var writer = SegmentWriter.Open(_folder);
        Directory.Delete(_folder.Path, recursive: true);
        File.WriteAllText(_folder.Path, "in the way");
        Assert.ThrowsAny<IOException>(() => writer.Append(1, 2, Frames(1, 2)));
        File.Delete(_folder.Path);
        Directory.CreateDirectory(_folder.Path);
        writer.Append(3, 4, Frames(3, 4));
        Assert.Equal([3, 4], Numbers());
    }

    /// <summary>Fills so many segments and begins one more where that is the last.</summary>
    private void Fill(long number, int segments)
    {
        using var writer = SegmentWriter.Open(_folder);
        while (_folder.List().Count < segments)
        {
            var last = number + 999;
            writer.Append(number, last, Frames(number, last));
            number = last + 1;
        }
    }
}
