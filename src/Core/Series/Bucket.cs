namespace HotspotManager.Core.Series;

/// <summary>Minimum, maximum, mean and last of one figure; unknown values (NaN, negative) are left out.</summary>
public struct Spread
{
    private double _sum;
    public int Count { get; private set; }
    public double Min { get; private set; }
    public double Max { get; private set; }
    public double Last { get; private set; }
    public readonly double? Mean => Count == 0 ? null : _sum / Count;

    public void Add(double value)
    {
        if (double.IsNaN(value) || value < 0) return;
        Min = Count == 0 ? value : Math.Min(Min, value);
        Max = Count == 0 ? value : Math.Max(Max, value);
        Last = value;
        _sum += value;
        Count++;
    }

    public readonly double? OrNull(double value) => Count == 0 ? null : value;
}

/// <summary>A bucket being filled, poll by poll. A value: it costs no allocation on the poll path.</summary>
public struct Bucket
{
    private Spread _in, _out, _clients;

    public DateTimeOffset Start { get; private set; }
    public int Resolution { get; private set; }
    public int Count { get; private set; }
    public double UpSeconds { get; private set; }

    /// <summary>When the newest sample was taken.</summary>
    public DateTimeOffset LastAt { get; private set; }

    public readonly bool IsEmpty => Count == 0 && UpSeconds <= 0;

    public static Bucket Begin(DateTimeOffset at, int resolution) => new() { Start = RollUps.StartOf(at, resolution), Resolution = resolution };

    /// <param name="sample">What the poll told.</param>
    /// <param name="seconds">How long the device has been up because of it: the time since the poll before, at most the poll interval.</param>
    public void Add(in Sample sample, double seconds)
    {
        Count++;
        UpSeconds = Math.Min(Resolution, UpSeconds + seconds);
        if (sample.At > LastAt) LastAt = sample.At;
        _in.Add(sample.InBps);
        _out.Add(sample.OutBps);
        _clients.Add(sample.Clients);
    }

    public readonly RollUp ToRow(int deviceId) => new()
    {
        DeviceId = deviceId,
        Resolution = Resolution,
        Start = Start,
        Count = Count,
        UpSeconds = (int)Math.Round(UpSeconds),
        LastAt = Count == 0 ? null : LastAt,
        InMin = _in.OrNull(_in.Min),
        InMax = _in.OrNull(_in.Max),
        InMean = _in.Mean,
        InLast = _in.OrNull(_in.Last),
        OutMin = _out.OrNull(_out.Min),
        OutMax = _out.OrNull(_out.Max),
        OutMean = _out.Mean,
        OutLast = _out.OrNull(_out.Last),
        ClientsMin = _clients.OrNull(_clients.Min),
        ClientsMax = _clients.OrNull(_clients.Max),
        ClientsMean = _clients.Mean,
        ClientsLast = _clients.OrNull(_clients.Last),
    };
}
