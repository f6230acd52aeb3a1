using Microsoft.Win32.SafeHandles;

namespace HotspotManager.Core.Journals;

/// <summary>
/// Appends to the newest segment and begins new ones. A segment's space is filled with zeros and flushed before its first record, and the next one is made ready while
/// the present one is filled: an append is one write and one flush, and a full disk shows between segments. Of one thread only.
/// </summary>
public sealed class SegmentWriter : IDisposable
{
    private const int LargestSegment = 4 * 1024 * 1024;
    private const int SmallestSegment = 64 * 1024;
    private const string SpareName = "next";

    private readonly SegmentFolder _folder;
    private SafeFileHandle? _file;
    private long _position;
    private long _length;
    private Task<long>? _spare;

    private SegmentWriter(SegmentFolder folder) => _folder = folder;

    /// <summary>The number of the newest sound record; 0: none.</summary>
    public long Last { get; private set; }

    private string Spare => Path.Combine(_folder.Path, SpareName);

    /// <summary>
    /// Opens the folder for writing, making it when it is not there. What a crash left half written behind the last sound record is cut off; writing goes on there.
    /// </summary>
    /// <exception cref="IOException">The folder cannot be used.</exception>
    public static SegmentWriter Open(SegmentFolder folder, Action<string, Exception>? unreadable = null)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder.Path);
        else Directory.CreateDirectory(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var writer = new SegmentWriter(folder);
        File.Delete(writer.Spare);
        if (folder.List() is [.., var (first, file)])
        {
            try
            {
                writer.GoOn(first, file);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // What it holds cannot be known: numbers go on behind whatever it may hold.
                unreadable?.Invoke(file, error);
                writer.Leave();
                writer.Last = first + (LargestSegment / Frame.Overhead);
            }
        }
        return writer;
    }

    /// <summary>Appends frames, the first of which has the number <paramref name="first"/>, the last <paramref name="last"/>; they are on disk when it returns.</summary>
    /// <exception cref="IOException">They could not be stored; the next append begins a new segment.</exception>
    public void Append(long first, long last, ReadOnlySpan<byte> frames)
    {
        if (_file is null || _position + frames.Length > _length) Begin(first, frames.Length);
        try
        {
            RandomAccess.Write(_file!, frames, _position);
            DiskFlush.File(_file!);
        }
        catch
        {
            // After a failed flush nobody knows what the disk holds (fsync(2), errors): this file is not written to again.
            Leave();
            throw;
        }
        _position += frames.Length;
        Last = last;
        if (_position > _length / 2 && _spare is null) _spare = Task.Run(() => Fill(Spare, Size(0)));
    }

    public void Dispose()
    {
        Leave();
        _spare?.ContinueWith(_ => File.Delete(Spare), TaskScheduler.Default);
    }

    private void GoOn(long first, string file)
    {
        var segment = SegmentFolder.ReadWhole(file);
        var end = SegmentFolder.Header.Length;
        Last = first - 1;
        for (var position = end; Frame.TryNext(segment, ref position, out var number, out _);) (end, Last) = (position, Math.Max(Last, number));
        _file = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        var torn = segment.AsSpan(end).LastIndexOfAnyExcept((byte)0) + 1;
        if (torn > 0)
        {
            RandomAccess.Write(_file, new byte[torn], end);
            DiskFlush.File(_file);
        }
        (_position, _length) = (end, segment.Length);
    }

    private void Begin(long first, int atLeast)
    {
        Leave();
        var length = TakeSpare();
        if (length < SegmentFolder.Header.Length + atLeast) length = Fill(Spare, Size(atLeast));
        var file = _folder.FileOf(first);
        File.Move(Spare, file, overwrite: true);
        DiskFlush.Folder(_folder.Path);
        _file = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        (_position, _length) = (SegmentFolder.Header.Length, length);
    }

    /// <summary>The length of the segment that was made ready meanwhile; 0: there is none.</summary>
    private long TakeSpare()
    {
        var spare = _spare;
        _spare = null;
        if (spare is null) return 0;
        try
        {
            return spare.GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return 0; // the disk was full then; perhaps it no longer is
        }
    }

    /// <summary>Less on a small or nearly full disk, so that the journal itself does not fill it.</summary>
    private int Size(int atLeast) =>
        Math.Max((int)Math.Clamp(new DriveInfo(_folder.Path).AvailableFreeSpace / 64, SmallestSegment, LargestSegment), SegmentFolder.Header.Length + atLeast);

    /// <summary>Makes a file of zeros behind the header, all of it on disk; returns its length.</summary>
    private static long Fill(string path, int length)
    {
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(path, options);
            stream.Write(SegmentFolder.Header);
            var zeros = new byte[64 * 1024];
            for (var left = length - SegmentFolder.Header.Length; left > 0; left -= zeros.Length) stream.Write(zeros, 0, Math.Min(left, zeros.Length));
            stream.Flush(flushToDisk: true);
            return length;
        }
        catch
        {
            // Half a file would keep the last of a full disk for nothing.
            File.Delete(path);
            throw;
        }
    }

    private void Leave()
    {
        _file?.Dispose();
        _file = null;
    }
}
